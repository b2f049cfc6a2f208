/** Which servers are trusted, from the settings: an extra certificate authority and pinned keys. */
import { X509Certificate } from "node:crypto";
import type { Files, Host } from "../host/host.ts";
import { NetError } from "./net_error.ts";
import { firstSet, type Variable, type Variables } from "./network_variables.ts";

/** A bundle of all authorities of a system has some 200 kB. */
const MAX_CA_FILE_BYTES = 4 * 1024 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

type TrustHost = Pick<Host, "env"> & { readonly files: Pick<Files, "read"> };

/** What a file holds: at least one certificate and nothing else between the marks of one, or what is wrong with it. */
async function bundleIn(
  { files }: Pick<TrustHost, "files">,
  { name, path }: { readonly name: string; readonly path: string },
): Promise<
  | { readonly kind: "certificates"; readonly certificates: readonly string[] }
  | { readonly kind: "bad"; readonly why: string }
> {
  const bad = (why: string) => ({ kind: "bad", why }) as const;
  let text: string | null;
  try {
    text = await files.read(path, MAX_CA_FILE_BYTES);
  } catch {
    return bad(`${name} "${path}" cannot be read`);
  }
  if (text === null) return bad(`${name} "${path}" does not exist`);
  const certificates = blocksIn(text);
  if (certificates.length === 0) {
    return bad(`${name} "${path}" holds no certificate in PEM form (BEGIN CERTIFICATE)`);
  }
  const odd = certificates.findIndex((certificate) => !isCertificate(certificate));
  return odd < 0
    ? { kind: "certificates", certificates }
    : bad(`${name} "${path}" holds something else than a certificate as number ${odd + 1}`);
}

/**
 * The certificates in `usage.ca_file`, PEM each; none when the path is "". Rejects with a `NetError` that says what is
 * wrong with the file.
 */
export async function readAuthorities(
  host: Pick<TrustHost, "files">,
  path: string,
): Promise<readonly string[]> {
  if (path === "") return [];
  const bundle = await bundleIn(host, { name: "usage.ca_file", path });
  if (bundle.kind === "bad") throw new NetError({ kind: "setting", why: bundle.why });
  return bundle.certificates;
}

/** Node's variable, and so Claude Code's. Source: https://nodejs.org/api/cli.html, "NODE_EXTRA_CA_CERTS". */
export const EXTRA_VARIABLE = "NODE_EXTRA_CA_CERTS";

/** More authorities to trust, which are no reason to fail where they cannot be read: their own program goes on without them. */
export interface ExtraAuthorities {
  /** The variable that names the file, and where that stands; null = none is named. */
  readonly named: Variable | null;
  readonly certificates: readonly string[];
  /** What is wrong with the file; null = nothing. */
  readonly problem: string | null;
}

/** Never rejects. */
export async function extraAuthorities(
  host: Pick<TrustHost, "files">,
  variables: Variables,
): Promise<ExtraAuthorities> {
  const named = firstSet(variables, [EXTRA_VARIABLE]);
  if (named === null) return { named, certificates: [], problem: null };
  const bundle = await bundleIn(host, { name: named.from, path: named.value });
  return bundle.kind === "bad"
    ? { named, certificates: [], problem: bundle.why }
    : { named, certificates: bundle.certificates, problem: null };
}

/**
 * What is wrong with the runtime's own variables for whom to trust; null = nothing. The runtime refuses every connection because of
 * them, so that the host takes them out of its way; but a person who set them wants them to hold. Never rejects.
 * Source: tried with Deno 2.7.11.
 */
export async function trustProblem(host: TrustHost): Promise<string | null> {
  const stores = (host.env("DENO_TLS_CA_STORE") ?? "").split(",").map((store) => store.trim());
  const odd = stores.find((store) => !["", "system", "mozilla"].includes(store));
  if (odd !== undefined) {
    return `DENO_TLS_CA_STORE must be system, mozilla or both with a comma between them, got ${
      JSON.stringify(odd)
    }`;
  }
  const path = host.env("DENO_CERT") ?? "";
  if (path === "") return null;
  const bundle = await bundleIn(host, { name: "DENO_CERT", path });
  return bundle.kind === "bad" ? bundle.why : null;
}

/** The certificates in a text, PEM each; what is between them, or is none, is left out. */
export function certificatesIn(text: string): readonly string[] {
  return blocksIn(text).filter(isCertificate);
}

function blocksIn(text: string): readonly string[] {
  return text.match(PEM) ?? [];
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/**
 * The hashes of `usage.pins`, base64 of 32 bytes each. Throws a `NetError` that names the first one which is malformed.
 */
export function parsePins(pins: readonly string[]): readonly string[] {
  return pins.map((pin, index) => {
    const hash = /^sha256\/([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$/.exec(pin.trim())?.[1];
    if (hash !== undefined) return hash;
    const why = `usage.pins: number ${index + 1} is not "sha256/" and the base64 of 32 bytes`;
    throw new NetError({ kind: "setting", why });
  });
}
