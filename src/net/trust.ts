/** Which servers are trusted, from the settings: an extra certificate authority and pinned keys. */
import { X509Certificate } from "node:crypto";
import type { Files } from "../host.ts";
import { NetError } from "./net_error.ts";

/** A bundle of all authorities of a system has some 200 kB. */
const MAX_CA_FILE_BYTES = 4 * 1024 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * The certificates in `usage.ca_file`, PEM each; none when the path is "". Rejects with a `NetError` that says what is
 * wrong with the file.
 */
export async function readAuthorities(
  host: { readonly files: Pick<Files, "read"> },
  path: string,
): Promise<readonly string[]> {
  if (path === "") return [];
  const bad = (what: string) => new NetError({ kind: "setting", why: `usage.ca_file "${path}" ${what}` });
  const text = await host.files.read(path, MAX_CA_FILE_BYTES).catch(() => {
    throw bad("cannot be read");
  });
  if (text === null) throw bad("does not exist");
  const certificates = blocksIn(text);
  if (certificates.length === 0) throw bad("holds no certificate in PEM form (BEGIN CERTIFICATE)");
  for (const [index, certificate] of certificates.entries()) {
    if (!isCertificate(certificate)) {
      throw bad(`holds something else than a certificate as number ${index + 1}`);
    }
  }
  return certificates;
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
