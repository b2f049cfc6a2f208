/**
 * A TCP connection to a server, direct or through a proxy. It is needed where `fetch` is not enough: to check the
 * server's key before anything is sent, and to find out why a request failed.
 */
import { connect, type Socket } from "node:net";
import { httpConnect } from "./http_connect.ts";
import { offline, offlineHow } from "./net_error.ts";
import { type Handshake, runHandshake, type Target, type Via } from "./proxy_handshake.ts";
import { socks5 } from "./socks5.ts";

/**
 * Opens the connection and resolves with the result of `wrap`. `wrap` is called in the same turn in which the
 * connection opens: in Deno 2.7, TLS that begins one turn later on such a socket never finishes its handshake.
 * Rejects with a `NetError`, or with the signal's reason.
 */
export function openConnection<T>(
  target: Target,
  via: Via | null,
  signal: AbortSignal,
  wrap: (socket: Socket) => T,
): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const first = via?.proxy ?? target;
  const socket = connect({ host: first.hostname, port: first.port });
  const fail = (error: unknown) => {
    socket.destroy();
    reject(error);
  };
  const abort = () => fail(signal.reason);
  const onError = (error: Error) => fail(offline(via === null ? offlineHow(error) : "proxy"));
  const onClose = () => fail(offline(via === null ? "reset" : "proxy"));
  const open = () => {
    signal.removeEventListener("abort", abort);
    socket.off("error", onError).off("close", onClose);
    resolve(wrap(socket));
  };
  signal.addEventListener("abort", abort);
  // One listener stays, because an error without a listener ends the process.
  socket.on("error", () => {}).on("error", onError).on("close", onClose);
  socket.once("connect", () => {
    try {
      if (via === null) open();
      else runHandshake(socket, handshakeWith(socket, target, via), open, fail);
    } catch (error) {
      fail(error);
    }
  });
  return promise.finally(() => signal.removeEventListener("abort", abort));
}

function handshakeWith(socket: Socket, target: Target, via: Via): Handshake {
  switch (via.proxy.protocol) {
    case "http":
      return httpConnect(socket, target, via);
    case "socks5":
      return socks5(socket, target, via);
  }
}
