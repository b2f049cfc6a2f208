/** Certificates in PEM files: read, and checked to be certificates. */
import { X509Certificate } from "node:crypto";
import type { Files } from "../host/host.ts";

/** A bundle of all authorities of a system has some 200 kB. */
const MAX_CA_FILE_BYTES = 4 * 1024 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

export interface PemHost {
  readonly files: Pick<Files, "read">;
}

/** What a file holds: at least one certificate and nothing else between the marks of one, or what is wrong with it. */
export async function certificatesInFile(
  { files }: PemHost,
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
