/**
 * A TCP connection to a server, straight or through a proxy, for the two uses in which `fetch` does not do: to look at the
 * server's key before anything is sent, and to find out why a request failed.
 *
 * SOCKS is spoken here because the package for it (`socks`) cannot be stopped and leaves a timer of 30 s behind.
 */
import { Buffer } from "node:buffer";
import { connect, isIPv4, type Socket } from "node:net";
import { NetError, offline, offlineHow } from "./net_error.ts";
import type { Proxy } from "./proxy_choice.ts";

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
type Dialogue = Generator<number | "head", void, Buffer>;

/**
 * Opens the connection and resolves to what `wrap` makes of it. `wrap` is called in the very turn in which the tunnel
 * opens: TLS that begins one turn later on such a socket never ends its handshake in Deno 2.7.
 *
 * Rejects with a `NetError`, or with the signal's reason.
 */
export function openTunnel<T>(
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
  // An error that nobody listens to ends the process, so one listener stays.
  socket.on("error", () => {}).on("error", onError).on("close", onClose);
  socket.once("connect", () => {
    try {
      if (via === null) open();
      else converse(socket, dialogueWith(socket, target, via), open, fail);
    } catch (error) {
      fail(error);
    }
  });
  return promise.finally(() => signal.removeEventListener("abort", abort));
}

function dialogueWith(socket: Socket, target: Target, via: Via): Dialogue {
  switch (via.proxy.protocol) {
    case "http":
      return httpConnect(socket, target, via);
    case "socks5":
      return socks5(socket, target, via);
  }
}

/** Throws what the dialogue throws at once; `fail` gets what it throws later. */
function converse(
  socket: Socket,
  dialogue: Dialogue,
  open: () => void,
  fail: (error: unknown) => void,
): void {
  let received = Buffer.alloc(0);
  let step = dialogue.next();
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
        step = dialogue.next(part);
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

/** CONNECT: https://www.rfc-editor.org/rfc/rfc9110#CONNECT */
function* httpConnect(socket: Socket, target: Target, { proxy, from }: Via): Dialogue {
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

/** SOCKS 5 (RFC 1928) with a user name and password (RFC 1929) where there are some. The proxy resolves the name. */
function* socks5(socket: Socket, target: Target, { proxy, from }: Via): Dialogue {
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
  // An IPv6 address goes as a name, which the proxy takes for the address it is.
  const address = isIPv4(target.hostname)
    ? Buffer.from([1, ...target.hostname.split(".").map(Number)])
    : Buffer.concat([Buffer.from([3]), counted(target.hostname, from)]);
  const port = Buffer.from([target.port >> 8, target.port & 0xff]);
  socket.write(Buffer.concat([Buffer.from([5, 1, 0]), address, port]));
  const [, reply, , kind] = yield 4;
  if (reply !== 0) throw offline("proxy");
  // The address it connects from is of no use to us.
  if (kind === 1) yield 4;
  else if (kind === 4) yield 16;
  else yield (yield 1)[0] ?? 0;
  yield 2;
}

function counted(text: string, from: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) {
    const why = `${from}: a SOCKS proxy takes no name or password of more than 255 bytes`;
    throw new NetError({ kind: "setting", why });
  }
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

/** A setting to be mended, not a network to be waited for: repeating a wrong password can lock the account. */
function loginRefused(proxy: Proxy, from: string): NetError {
  const what = proxy.credentials === null
    ? "wants a user name and password"
    : "refuses the user name and password";
  return new NetError({ kind: "setting", why: `${from}: the proxy ${what}` });
}
