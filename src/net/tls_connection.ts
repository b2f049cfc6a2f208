/** A TLS connection that tells the server's key before anything is sent. `fetch` does not show the key. */
import { createHash, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { isUntrusted, NetError, offline, offlineHow } from "./net_error.ts";
import { openConnection } from "./proxied_connection.ts";
import type { Target, Via } from "./proxy_handshake.ts";

export interface TlsConnection {
  /** The caller destroys it. Nothing has been written to it. */
  readonly socket: TLSSocket;
  /** base64 of the SHA-256 of the server's public key (SPKI). */
  readonly keyHash: string;
}

export interface TlsOptions {
  readonly via: Via | null;
  /** PEM certificates that are trusted besides the built-in ones. */
  readonly caCerts: readonly string[];
  readonly signal: AbortSignal;
}

const KEEP_ALIVE_MS = 15_000;

/** Connects and checks the certificate. Rejects with a `NetError`, or with the signal's reason. */
export async function openTls(target: Target, options: TlsOptions): Promise<TlsConnection> {
  return await openConnection(target, options.via, options.signal, (socket) => {
    // Ends a connection that `letGo` could not close, if its server is gone.
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    const secured = connect({
      socket,
      // The server name in TLS must not be an address (RFC 6066), but the certificate must still be for that address.
      ...(isIP(target.hostname) === 0 ? { servername: target.hostname } : { host: target.hostname }),
      ...(options.caCerts.length === 0 ? {} : { ca: [...options.caCerts] }),
      ALPNProtocols: ["http/1.1"],
    });
    return checked(secured, target.hostname, options.signal);
  });
}

function checked(socket: TLSSocket, host: string, signal: AbortSignal): Promise<TlsConnection> {
  const { promise, resolve, reject } = Promise.withResolvers<TlsConnection>();
  let isHandshaken = false;
  // Deno 2.7 never closes a connection that is destroyed during its handshake. The server ends it, sooner or later.
  const letGo = () => void (isHandshaken && socket.destroy());
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort);
  socket.on("error", (error) => {
    reject(
      isUntrusted(error)
        ? new NetError({ kind: "certificate", how: "untrusted", host })
        : offline(offlineHow(error)),
    );
  });
  socket.on("close", () => reject(offline("reset")));
  socket.on("secureConnect", () => {
    isHandshaken = true;
    if (signal.aborted) return letGo();
    // Deno 2.7 says "connected" and "authorized" even if it has refused the certificate. But then there is no
    // certificate, and the error comes later.
    const certificate: unknown = socket.getPeerCertificate(true);
    const raw = typeof certificate === "object" && certificate !== null && "raw" in certificate
      ? certificate.raw
      : null;
    if (raw instanceof Uint8Array && socket.authorized) resolve({ socket, keyHash: keyHashOf(raw) });
  });
  promise.catch(letGo);
  return promise.finally(() => signal.removeEventListener("abort", abort));
}

function keyHashOf(certificate: Uint8Array): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: "spki", format: "der" });
  return createHash("sha256").update(key).digest("base64");
}
