/**
 * What the handshakes with all kinds of proxies have in common: with whom, how they run, and the error for a refused
 * login.
 */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { type NetError, offline, settingError } from "./net_error.ts";
import type { Proxy } from "./proxy_address.ts";

export interface Target {
  /** A name or an address without brackets. */
  readonly hostname: string;
  readonly port: number;
}

/** A proxy that speaks no TLS itself. `from`: the setting that names it, for messages. */
export interface Via {
  readonly proxy: Proxy & { readonly protocol: "http" | "socks5" };
  readonly from: string;
}

/** The most bytes that a proxy may send before the connection is open. */
const MAX_REPLY_BYTES = 16 * 1024;

/**
 * A handshake with a proxy. It yields how many bytes it needs next ("head" = everything up to an empty line), and gets
 * them.
 */
export type Handshake = Generator<number | "head", void, Buffer>;

/** Runs a handshake. Throws what the handshake throws at its beginning; `fail` gets what it throws later. */
export function runHandshake(
  socket: Socket,
  handshake: Handshake,
  open: () => void,
  fail: (error: unknown) => void,
): void {
  let received = Buffer.alloc(0);
  let step = handshake.next();
  const onData = (data: Buffer) => {
    received = Buffer.concat([received, data]);
    try {
      while (!step.done) {
        const length = step.value === "head" ? headLength(received) : step.value;
        if (length > received.length) {
          if (received.length > MAX_REPLY_BYTES) throw offline("proxy");
          return;
        }
        const part = received.subarray(0, length);
        received = received.subarray(length);
        step = handshake.next(part);
      }
      // A TLS server never sends first, so nothing may be left over.
      if (received.length > 0) throw offline("proxy");
      socket.off("data", onData);
      open();
    } catch (error) {
      fail(error);
    }
  };
  socket.on("data", onData);
}

/** The length of the head with its empty line; Infinity = the empty line has not come yet. */
function headLength(received: Buffer): number {
  const end = received.indexOf("\r\n\r\n");
  return end < 0 ? Infinity : end + 4;
}

/**
 * This counts as a wrong setting, not as a network that may recover: repeating a wrong password can lock the account.
 */
export function loginRefused(proxy: Proxy, from: string): NetError {
  const kind = proxy.credentials === null ? "proxy-wants-login" : "proxy-refuses-login";
  return settingError({ about: "network", kind, from });
}
