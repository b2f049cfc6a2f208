/**
 * The handshake with a SOCKS 5 proxy (RFC 1928), with user name and password (RFC 1929) if there are any. The package
 * for SOCKS (`socks`) is not used: it cannot be stopped, and leaves a timer of 30 s behind.
 */
import { Buffer } from "node:buffer";
import { isIPv4, type Socket } from "node:net";
import { offline, settingError } from "./net_error.ts";
import { type Handshake, loginRefused, type Target, type Via } from "./proxy_handshake.ts";

/** Asks the proxy for a connection to the target. The proxy resolves the name. */
export function* socks5(socket: Socket, target: Target, { proxy, from }: Via): Handshake {
  const NO_LOGIN = 0;
  const LOGIN = 2;
  const methods = proxy.credentials === null ? [NO_LOGIN] : [NO_LOGIN, LOGIN];
  socket.write(Buffer.from([5, methods.length, ...methods]));
  const [version, method] = yield 2;
  if (version !== 5) throw offline("proxy");
  if (method === LOGIN && proxy.credentials !== null) {
    const { username, password } = proxy.credentials;
    socket.write(Buffer.concat([Buffer.from([1]), counted(username, from), counted(password, from)]));
    const [, refused] = yield 2;
    if (refused !== 0) throw loginRefused(proxy, from);
  } else if (method !== NO_LOGIN) throw loginRefused(proxy, from);
  // An IPv6 address is sent as a name; the proxy reads it as the address it is.
  const address = isIPv4(target.hostname)
    ? Buffer.from([1, ...target.hostname.split(".").map(Number)])
    : Buffer.concat([Buffer.from([3]), counted(target.hostname, from)]);
  const port = Buffer.from([target.port >> 8, target.port & 0xff]);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0]), address, port]));
  const [, reply, , kind] = yield 4;
  if (reply !== 0) throw offline("proxy");
  // The proxy sends the address that it connects from. It is not needed.
  if (kind === 1) yield 4;
  else if (kind === 4) yield 16;
  else yield (yield 1)[0] ?? 0;
  yield 2;
}

function counted(text: string, from: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) {
    throw settingError({ about: "network", kind: "long-login", from });
  }
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}
