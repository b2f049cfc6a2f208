/**
 * The environment of this process, and that of the person. Variables that the runtime would take wrongly are removed or changed in
 * this process. Child processes, and whoever asks the host, still get what the person has set.
 */
import { settleZone, type Zone } from "../time_zone/time_zone.ts";

/**
 * Deno's own HTTP client reads these. It ignores a bad value silently, sends loopback requests to the proxy too, and cannot be told
 * not to (NO_PROXY=* does not cover IP addresses). So they are removed from this process, and net/ alone chooses the proxy.
 */
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap((name) => [name, name.toLowerCase()]);

/** The person's own values of the variables that are removed or changed in this process; undefined = it was not set. */
const before = new Map<string, string | undefined>();

/**
 * Deno reads this at its first TLS connection. If it is not set, Deno trusts Mozilla's authorities only. A browser also trusts those
 * of the system, for instance that of a company's TLS-inspecting proxy.
 */
const TRUST_VARIABLE = "DENO_TLS_CA_STORE";

const CERTIFICATE_VARIABLE = "DENO_CERT";
/** The file of the system's authorities. */
const AUTHORITIES_VARIABLE = "SSL_CERT_FILE";

/**
 * Which of the two variables the runtime cannot use. With such a variable it would make no connection at all, not even to programs of
 * this machine, and say little about it. net/ says what is wrong with it when a server is asked. Source: tried with Deno 2.7.11.
 */
function unusableTrust(): readonly string[] {
  const stores = (Deno.env.get(TRUST_VARIABLE) ?? "").split(",").map((store) => store.trim());
  const isUnknown = stores.some((store) => !["", "system", "mozilla"].includes(store));
  const file = Deno.env.get(CERTIFICATE_VARIABLE);
  const isBad = file !== undefined && !isReadable(file);
  return [...(isUnknown ? [TRUST_VARIABLE] : []), ...(isBad ? [CERTIFICATE_VARIABLE] : [])];
}

/** Larger than any file of certificates; the runtime itself would read without end. */
const MAX_CERTIFICATES_BYTES = 16 * 1024 * 1024;
/** What people name where they want an empty file. */
const NOTHING = "/dev/null";

/** A pipe, whose opening waits for somebody at its other end, a device that never ends, and the like. */
function isOdd(file: string): boolean {
  try {
    const { isFile, isCharDevice, size } = Deno.statSync(file);
    if (isFile) return size > MAX_CERTIFICATES_BYTES;
    return isCharDevice !== true || Deno.realPathSync(file) !== NOTHING;
  } catch {
    return false;
  }
}

const BLOCK = /-----BEGIN ([^\n-]+)-----(?:([^-]*)-----END \1-----)?/g;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * Whether the runtime can read a file of the system's authorities. The runtime itself is not asked: a compiled program keeps its first
 * answer for good, and would then make no connection, whatever it is told to trust afterwards. Source: tried with Deno 2.7.11.
 */
function areAuthorities(file: string): boolean {
  try {
    if (isOdd(file)) return false;
    // With an empty file, or one without certificates, the runtime trusts nobody. That is no fault.
    return [...Deno.readTextFileSync(file).matchAll(BLOCK)]
      .every(([, , body]) => body !== undefined && BASE64.test(body.replaceAll(/\s+/g, "")));
  } catch {
    return false;
  }
}

function isReadable(file: string): boolean {
  try {
    if (!Deno.statSync(file).isFile || isOdd(file)) return false;
    Deno.openSync(file).close();
    return true;
  } catch {
    return false;
  }
}

/** Has to be called before anything uses the network. Returns what follows the machine's time zone from then on. */
export function settleEnvironment(): Zone {
  for (const name of PROXY_VARIABLES) {
    const value = Deno.env.get(name);
    if (value === undefined) continue;
    before.set(name, value);
    Deno.env.delete(name);
  }
  if (Deno.env.get(TRUST_VARIABLE) === undefined) {
    before.set(TRUST_VARIABLE, undefined);
    Deno.env.set(TRUST_VARIABLE, "system,mozilla");
  }
  for (const name of unusableTrust()) {
    before.set(name, Deno.env.get(name));
    Deno.env.delete(name);
    if (name === TRUST_VARIABLE) Deno.env.set(name, "system,mozilla");
  }
  const authorities = Deno.env.get(AUTHORITIES_VARIABLE);
  if (authorities !== undefined && !areAuthorities(authorities)) {
    if (!before.has(TRUST_VARIABLE)) before.set(TRUST_VARIABLE, Deno.env.get(TRUST_VARIABLE));
    // For these the runtime has a list of its own.
    Deno.env.set(TRUST_VARIABLE, "mozilla");
  }
  const zone = settleZone();
  before.set("TZ", zone.given);
  return zone;
}

/** The environment as the person has set it, for child processes. */
export function personsEnvironment(): Record<string, string> {
  const all = Object.entries({ ...Deno.env.toObject(), ...Object.fromEntries(before) });
  return Object.fromEntries(all.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}

/** As `Host.env`. */
export function personsValue(name: string): string | undefined {
  return before.has(name) ? before.get(name) : Deno.env.get(name);
}
