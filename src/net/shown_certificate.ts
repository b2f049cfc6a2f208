/**
 * The certificate that a server shows, trusted or not: its issuer tells a proxy that inspects TLS from the server
 * itself. The connection is only for this. Nothing is sent on it, and nothing is decided by what it shows.
 */
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { offline } from "./net_error.ts";
import { openConnection } from "./proxied_connection.ts";
import type { Target, Via } from "./proxy_handshake.ts";

export interface ShownCertificate {
  /** The issuer's name in the certificate, on one line. It can be any text. */
  readonly issuer: string;
  /** Epoch ms; NaN = it cannot be read. */
  readonly validFrom: number;
  readonly validTo: number;
}

const MAX_ISSUER_CHARS = 80;

/** Rejects with a `NetError` when there is no connection, or with the signal's reason. */
export async function shownCertificate(
  target: Target,
  via: Via | null,
  signal: AbortSignal,
): Promise<ShownCertificate> {
  const { promise, resolve, reject } = Promise.withResolvers<ShownCertificate>();
  // The promise may be rejected before anybody waits for it.
  promise.catch(() => {});
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    const socket = await openConnection(target, via, signal, (open) => {
      const secured = connect({
        socket: open,
        ...(isIP(target.hostname) === 0 ? { servername: target.hostname } : { host: target.hostname }),
        // The certificate is looked at because it may be one that is not accepted.
        rejectUnauthorized: false,
      });
      secured.on("error", () => reject(offline("reset"))).on("close", () => reject(offline("reset")));
      secured.on("secureConnect", () => {
        const shown = read(secured);
        if (shown === null) reject(offline("reset"));
        else resolve(shown);
      });
      return secured;
    });
    try {
      return await promise;
    } finally {
      socket.destroy();
    }
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function read(socket: TLSSocket): ShownCertificate | null {
  const certificate: unknown = socket.getPeerCertificate(true);
  const raw = typeof certificate === "object" && certificate !== null && "raw" in certificate
    ? certificate.raw
    : null;
  if (!(raw instanceof Uint8Array)) return null;
  const { issuer, validFrom, validTo } = new X509Certificate(raw);
  return { issuer: nameIn(issuer), validFrom: Date.parse(validFrom), validTo: Date.parse(validTo) };
}

/** The common name and the organisation in a distinguished name, which has one attribute on each line. */
function nameIn(distinguished: string): string {
  const attribute = (name: string) => new RegExp(`^${name}=(.*)$`, "m").exec(distinguished)?.[1];
  const known = [attribute("CN"), attribute("O")].filter((part) => part !== undefined);
  const name = known.length === 0 ? distinguished : known.join(", ");
  return [...name.replaceAll(/[\p{C}\s]+/gu, " ").trim()].slice(0, MAX_ISSUER_CHARS).join("");
}
