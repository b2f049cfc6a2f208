/** The handshake with an HTTP proxy: the CONNECT request. Source: https://www.rfc-editor.org/rfc/rfc9110#CONNECT */
import { Buffer } from "node:buffer";
import type { Socket } from "node:net";
import { offline } from "./net_error.ts";
import { type Handshake, loginRefused, type Target, type Via } from "./proxy_handshake.ts";

/** Asks the proxy for a connection to the target. */
export function* httpConnect(socket: Socket, target: Target, { proxy, from }: Via): Handshake {
  const host = target.hostname.includes(":") ? `[${target.hostname}]` : target.hostname;
  const lines = [`CONNECT ${host}:${target.port} HTTP/1.1`, `Host: ${host}:${target.port}`];
  if (proxy.credentials !== null) {
    const { username, password } = proxy.credentials;
    lines.push(`Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`);
  }
  socket.write([...lines, "", ""].join("\r\n"));
  const reply = yield "head";
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(reply.toString("latin1"))?.[1] ?? "";
  if (status === "407") throw loginRefused(proxy, from);
  if (!status.startsWith("2")) throw offline("proxy");
}
