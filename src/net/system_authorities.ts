/**
 * The certificate authorities of the system, and the runtime's variables about them. The file that SSL_CERT_FILE names
 * replaces the system's authorities. If it cannot be read, the runtime makes no TLS connection at all, whatever else is
 * trusted. SSL_CERT_DIR is not looked at, because the runtime does not use it.
 * Source: tried with Deno 2.7.11; rustls-native-certs, `load_native_certs`.
 */
import type { AuthoritiesTrouble } from "../core/language/doctor_messages.ts";
import type { Files, Host } from "../host/host.ts";
import { certificatesIn, certificatesInFile } from "./pem_files.ts";
import type { Reason } from "../core/reason.ts";

export const AUTHORITIES_VARIABLE = "SSL_CERT_FILE";

/** Larger than the file of any system. */
const MAX_BYTES = 16 * 1024 * 1024;

export interface SystemAuthorities {
  /** The value of the variable; null = it is not set, or not used because only Mozilla's authorities are wanted. */
  readonly file: string | null;
  /** Null = the file can be used, or the variable is not used. */
  readonly trouble: AuthoritiesTrouble | null;
}

type TrustHost = Pick<Host, "env"> & { readonly files: Pick<Files, "read"> };

/** Never rejects. */
export async function systemAuthorities(host: TrustHost): Promise<SystemAuthorities> {
  const file = host.env(AUTHORITIES_VARIABLE);
  if (file === undefined || !trustStore(host).includes("system")) return { file: null, trouble: null };
  // For the runtime, an empty value is a file name too.
  if (file === "") return { file, trouble: "missing" };
  try {
    // A person who names /dev/null wants no authorities. It is read here as empty, because only regular files are read.
    const text = file === "/dev/null" ? "" : await host.files.read(file, MAX_BYTES);
    if (text === null) return { file, trouble: "missing" };
    if (!isWhole(text)) return { file, trouble: "damaged" };
    return { file, trouble: certificatesIn(text).length === 0 ? "empty" : null };
  } catch {
    return { file, trouble: "unreadable" };
  }
}

/**
 * The runtime takes nothing from a file if any part of it is cut off or is not base64.
 * Source: tried with Deno 2.7.11; rustls-pemfile, `read_one`.
 */
function isWhole(text: string): boolean {
  const lines = text.split("\n")[Symbol.iterator]();
  for (const line of lines) {
    if (!line.startsWith("-----BEGIN ")) continue;
    const label = /^-----BEGIN (.*)-----\s*$/.exec(line)?.[1];
    if (label === undefined) return false;
    let base64 = "", hasEnd = false;
    while (!hasEnd) {
      const { value, done } = lines.next();
      if (done === true) return false;
      hasEnd = value.startsWith(`-----END ${label}-----`);
      if (!hasEnd) base64 += value.trim();
    }
    try {
      atob(base64);
    } catch {
      return false;
    }
  }
  return true;
}

/** Whose authorities are trusted: "system", "mozilla" or both. */
export function trustStore({ env }: Pick<Host, "env">): string {
  return env("DENO_TLS_CA_STORE") ?? "system, mozilla";
}

/** Why no TLS connection can be made; null = the file does not prevent it. */
export function whyNoTls({ file, trouble }: SystemAuthorities): Reason | null {
  const named = { about: "network", from: AUTHORITIES_VARIABLE, path: `${file}` } as const;
  switch (trouble) {
    case "missing":
      return { ...named, kind: "authorities-missing" };
    case "damaged":
      return { ...named, kind: "authorities-damaged" };
    case "unreadable":
      return { ...named, kind: "authorities-unreadable" };
    case "empty":
    case null:
      return null;
  }
}

/**
 * What is wrong with the runtime's own variables about trust; null = nothing. With such variables the runtime refuses
 * every connection. The host hides them from the runtime, but a person who set them wants them to be used. Never
 * rejects.
 * Source: tried with Deno 2.7.11.
 */
export async function runtimeTrustProblem(host: TrustHost): Promise<Reason | null> {
  const stores = (host.env("DENO_TLS_CA_STORE") ?? "").split(",").map((store) => store.trim());
  const odd = stores.find((store) => !["", "system", "mozilla"].includes(store));
  if (odd !== undefined) return { about: "network", kind: "unknown-store", got: JSON.stringify(odd) };
  const path = host.env("DENO_CERT") ?? "";
  if (path === "") return null;
  const bundle = await certificatesInFile(host, { from: "DENO_CERT", path });
  return bundle.kind === "bad" ? bundle.why : null;
}
