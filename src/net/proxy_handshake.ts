/** What the handshakes with all kinds of proxies have in common: with whom, how they run, and what a refused login means. */
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

/** The most that a proxy may say before the tunnel is open. */
const MAX_REPLY_BYTES = 16 * 1024;

/**
 * What is said to a proxy: it yields how many bytes it waits for (or for everything up to an empty line) and is given them.
 */
export type Handshake = Generator<number | "head", void, Buffer>;

/** Throws what the handshake throws at once; `fail` gets what it throws later. */
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
      // A TLS server does not speak first.
      if (received.length > 0) throw offline("proxy");
      socket.off("data", onData);
      open();
    } catch (error) {
      fail(error);
    }
  };
  socket.on("data", onData);
}

/** The length with the empty line, or Infinity while that has not come. */
function headLength(received: Buffer): number {
  const end = received.indexOf("\r\n\r\n");
  return end < 0 ? Infinity : end + 4;
}

/** A setting to be mended, not a network to be waited for: repeating a wrong password can lock the account. */
export function loginRefused(proxy: Proxy, from: string): NetError {
  const kind = proxy.credentials === null ? "proxy-wants-login" : "proxy-refuses-login";
  return settingError({ about: "network", kind, from });
}
