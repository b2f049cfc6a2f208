/** Reads certificates in PEM files, and checks that they are certificates. */
import { X509Certificate } from "node:crypto";
import type { Files } from "../host/host.ts";
import type { Reason } from "../core/reason.ts";

/** For comparison: a bundle of all authorities of a system has about 200 kB. */
const MAX_CA_FILE_BYTES = 4 * 1024 * 1024;
const PEM = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

export interface PemHost {
  readonly files: Pick<Files, "read">;
}

/** The certificates in a file, at least one, or what is wrong with the file. */
export async function certificatesInFile(
  { files }: PemHost,
  { from, path }: { readonly from: string; readonly path: string },
): Promise<
  | { readonly kind: "certificates"; readonly certificates: readonly string[] }
  | { readonly kind: "bad"; readonly why: Reason }
> {
  const bad = (why: Reason) => ({ kind: "bad", why }) as const;
  let text: string | null;
  try {
    text = await files.read(path, MAX_CA_FILE_BYTES);
  } catch {
    return bad({ about: "network", kind: "authorities-unreadable", from, path });
  }
  if (text === null) return bad({ about: "network", kind: "authorities-missing", from, path });
  const certificates = blocksIn(text);
  if (certificates.length === 0) {
    return bad({ about: "network", kind: "no-authorities", from, path });
  }
  const odd = certificates.findIndex((certificate) => !isCertificate(certificate));
  return odd < 0
    ? { kind: "certificates", certificates }
    : bad({ about: "network", kind: "no-authority", from, path, number: odd + 1 });
}

/** The certificates in a text, PEM each. Everything else in the text is left out. */
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
