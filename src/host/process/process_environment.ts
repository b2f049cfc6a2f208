/**
 * The environment of this process and that of the person: what the runtime would take wrongly out of it is given up or changed, and
 * children and whoever asks still get what the person has.
 */
import { settleZone, type Zone } from "../time_zone/time_zone.ts";

/**
 * Deno's own HTTP client reads these, ignores a bad value without a word, sends loopback requests to the proxy too, and
 * knows no way to be told not to (NO_PROXY=* does not cover IP addresses). So the process gives them up, and the
 * proxy is chosen in one place, in net/.
 */
const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"]
  .flatMap((name) => [name, name.toLowerCase()]);

/** The person's own values of the variables that the process gives up or changes; undefined = was not set. */
const before = new Map<string, string | undefined>();

/**
 * Deno reads this at its first TLS connection. It trusts Mozilla's authorities only where it is not set; a browser trusts
 * those of the system too, among them the one of a company's TLS-inspecting proxy.
 */
const TRUST_VARIABLE = "DENO_TLS_CA_STORE";

const CERTIFICATE_VARIABLE = "DENO_CERT";
/** The file of the system's authorities. */
const AUTHORITIES_VARIABLE = "SSL_CERT_FILE";

/**
 * Which of the two variables the runtime cannot use: it would then make no connection at all, to this machine's own programs
 * neither, with a bare error. What is wrong with them is said where somebody asks for a server. Source: tried with Deno 2.7.11.
 */
function unusableTrust(): readonly string[] {
  const stores = (Deno.env.get(TRUST_VARIABLE) ?? "").split(",").map((store) => store.trim());
  const isUnknown = stores.some((store) => !["", "system", "mozilla"].includes(store));
  const file = Deno.env.get(CERTIFICATE_VARIABLE);
  const isBad = file !== undefined && !isReadable(file);
  return [...(isUnknown ? [TRUST_VARIABLE] : []), ...(isBad ? [CERTIFICATE_VARIABLE] : [])];
}

/** Larger than any file of certificates; the runtime itself would read on for ever. */
const MAX_CERTIFICATES_BYTES = 16 * 1024 * 1024;
/** How people say that a file is to be empty. */
const NOTHING = "/dev/null";

/** A pipe, at which whoever opens it waits for somebody at its other end, a device that never ends, and the like. */
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
 * Whether the runtime can read a file of the system's authorities. Were it asked itself, a compiled program would keep its first
 * answer for good: no connection at all, whatever it is told to trust afterwards. Source: tried with Deno 2.7.11.
 */
function areAuthorities(file: string): boolean {
  try {
    if (isOdd(file)) return false;
    // Empty, or without any certificate, it trusts nobody, and that is no fault.
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

/** To be called before anything uses the network; gives the way to follow the machine's time zone. */
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
    // Of these the runtime has a list of its own.
    Deno.env.set(TRUST_VARIABLE, "mozilla");
  }
  const zone = settleZone();
  before.set("TZ", zone.given);
  return zone;
}

/** The environment as the person has it, for children. */
export function personsEnvironment(): Record<string, string> {
  const all = Object.entries({ ...Deno.env.toObject(), ...Object.fromEntries(before) });
  return Object.fromEntries(all.flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}

/** As `Host.env`. */
export function personsValue(name: string): string | undefined {
  return before.has(name) ? before.get(name) : Deno.env.get(name);
}
