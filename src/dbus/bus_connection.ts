/**
 * One connection to the D-Bus session bus. It connects within a time limit, answers other clients, reports when the bus
 * is gone, and ends every call in time. The library underneath does none of these.
 */
import { EventEmitter } from "node:events";
import { Duplex } from "node:stream";
import {
  DBusError,
  Message,
  type MessageBus,
  MessageFlag,
  MessageType,
  sessionBus,
  Variant,
} from "@jellybrick/dbus-next";
import type { Host } from "../host/host.ts";
import {
  BadCall,
  BUS,
  type BusBody,
  type BusCall,
  BusError,
  type IncomingCall,
  NO_ARGUMENTS,
  type SessionBus,
  type SignalMatch,
} from "./bus.ts";
import { busAddresses } from "./bus_address.ts";
import { type MessageHeader, writeHeader } from "./message_writer.ts";
import { withinTime } from "../host/time_limit.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";

/** How long in ms the bus may take to accept us. */
const CONNECT_MS = 1_500;
/** How long in ms another program may take to answer, unless the call says otherwise. */
const CALL_MS = 2_000;
/** How long in ms the other side may take to close a connection that we have closed. */
const CLOSE_MS = 500;

export type BusHost = Pick<Host, "env" | "sleep" | "files">;

/**
 * Connects to the session bus: `$DBUS_SESSION_BUS_ADDRESS`, else `$XDG_RUNTIME_DIR/bus`. Rejects with `BusError`
 * ("gone") if there is none, or if it does not accept us within 1.5 s.
 */
export async function connectSessionBus(host: BusHost): Promise<SessionBus> {
  const addresses = await busAddresses(host);
  if (addresses.length === 0) throw new BusError("gone", { about: "bus", kind: "none" });
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await connectTo(address, host);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function connectTo(busAddress: string, host: BusHost): Promise<SessionBus> {
  // Only EXTERNAL: of the other ways to say who we are, one reads a file from the home folder, and one says nothing.
  const bus = sessionBus({ busAddress, authMethods: ["EXTERNAL"] });
  const emitter: EventEmitter = bus;
  const connected = new Promise<void>((resolve, reject) => {
    bus.once("connect", resolve);
    // Without a listener an error would end the process. Once we are connected, an error means that one message could
    // not be read.
    emitter.on(
      "error",
      (error: unknown) =>
        reject(new BusError("gone", { about: "bus", kind: "no-way", why: reasonOf(error) })),
    );
  });
  try {
    await withinTime(connected, {
      host,
      limitMs: CONNECT_MS,
      late: () => new BusError("gone", { about: "bus", kind: "lets-nobody-in" }),
    });
    const stream = streamOf(bus);
    if (stream === null) throw new BusError("gone", { about: "bus", kind: "closed" });
    return sessionBusOver(bus, stream, host);
  } catch (error) {
    streamOf(bus)?.destroy();
    throw error;
  }
}

/** The socket of a connection. Only the socket shows when the bus goes away. */
function streamOf(bus: MessageBus): Duplex | null {
  const connection: unknown = Reflect.get(bus, "_connection");
  const stream: unknown = connection instanceof EventEmitter ? Reflect.get(connection, "stream") : null;
  return stream instanceof Duplex ? stream : null;
}

const GONE: Reason = { about: "bus", kind: "gone" };

function sessionBusOver(bus: MessageBus, stream: Duplex, host: BusHost): SessionBus {
  const ended = new AbortController();
  const end = (why: Reason) => ended.abort(new BusError("gone", why));
  const closed = new Promise<void>((resolve) => stream.once("close", () => resolve()));
  stream.once("end", () => end(GONE));
  stream.once("close", () => end(GONE));
  surviveUnreadableMessages(stream);

  const served = new Map<string, (call: IncomingCall) => BusBody>();
  bus.addMethodHandler((message) => {
    answer(message, served.get(message.path), (reply) => sendReply(bus, stream, message, reply));
    return true;
  });
  const listeners = new Set<(message: Message) => void>();
  bus.on("message", (message) => {
    if (message.type !== MessageType.SIGNAL) return;
    for (const listener of listeners) listener(message);
  });

  const self: SessionBus = {
    gone: ended.signal,
    async call(call) {
      ended.signal.throwIfAborted();
      const message = new Message({
        destination: call.destination,
        path: call.path,
        interface: call.interface,
        member: call.member,
        signature: call.signature ?? "",
        body: [...call.body ?? []],
      });
      const answered = bus.call(message).catch((error: unknown) => {
        if (error instanceof DBusError) {
          throw new BusError("answer", { about: "system", text: error.text }, error.type);
        }
        throw stream.writable ? error : new BusError("gone", GONE);
      });
      const reply = await withinTime(answered, {
        host,
        limitMs: call.timeoutMs ?? CALL_MS,
        late: () => new BusError("timeout", noAnswer(call)),
        signal: ended.signal,
      });
      return reply?.body ?? [];
    },
    async getProperty(owner, name) {
      const [value] = await self.call({
        destination: owner.destination,
        path: owner.path,
        interface: "org.freedesktop.DBus.Properties",
        member: "Get",
        signature: "ss",
        body: [owner.interface, name],
      });
      return value instanceof Variant ? value.value : undefined;
    },
    emit({ path, interface: iface, member, body = NO_ARGUMENTS }) {
      if (ended.signal.aborted || !stream.writable) return;
      const { signature, bytes } = body;
      const header = { type: "signal", path, interface: iface, member } as const;
      writeTo(stream, { ...header, serial: bus.newSerial(), signature }, bytes);
    },
    serve(path, handler) {
      served.set(path, handler);
      return () => {
        served.delete(path);
      };
    },
    async hear(match, listener) {
      const rule = matchRule(match);
      const heard = (message: Message) => {
        if (matches(match, message)) listener({ sender: message.sender, body: message.body });
      };
      const tellBus = (member: string) => self.call({ ...BUS, member, signature: "s", body: [rule] });
      await tellBus("AddMatch");
      listeners.add(heard);
      return () => {
        listeners.delete(heard);
        tellBus("RemoveMatch").catch(() => {});
      };
    },
    async close() {
      end({ about: "bus", kind: "closed-here" });
      stream.end();
      const waited = new AbortController();
      await Promise.race([closed, host.sleep(CLOSE_MS, waited.signal)]);
      waited.abort();
      stream.destroy();
    },
  };
  return self;
}

/**
 * The library reads messages in an event handler that throws for some bodies, such as one with a file descriptor, which
 * any client of the bus can send. That would end the process. When it throws, the message has already been taken from
 * the stream, so the next one can be read.
 */
function surviveUnreadableMessages(stream: Duplex): void {
  const listeners = stream.listeners("readable");
  stream.removeAllListeners("readable");
  for (const listener of listeners) {
    stream.on("readable", () => {
      let before: number;
      do {
        before = stream.readableLength;
        try {
          return listener.call(stream);
        } catch {
          // Read the next message.
        }
      } while (stream.readableLength < before);
    });
  }
}

function answer(
  message: Message,
  handler: ((call: IncomingCall) => BusBody) | undefined,
  send: (reply: BusBody | BadCall) => void,
): void {
  try {
    if (message.interface === "org.freedesktop.DBus.Peer" && message.member === "Ping") {
      return send(NO_ARGUMENTS);
    }
    if (handler === undefined) {
      throw new BadCall(
        "org.freedesktop.DBus.Error.UnknownObject",
        `There is no object at ${message.path}`,
      );
    }
    const { member, signature, body } = message;
    send(handler({ interface: message.interface, member, signature, body }));
  } catch (error) {
    // The caller is told that its request failed, but only in the words of a `BadCall`, without a stack.
    const refusal = error instanceof BadCall
      ? error
      : new BadCall("org.freedesktop.DBus.Error.Failed", "The request could not be answered");
    send(refusal);
  }
}

function sendReply(bus: MessageBus, stream: Duplex, call: Message, reply: BusBody | BadCall): void {
  if ((call.flags & MessageFlag.NO_REPLY_EXPECTED) !== 0 || !stream.writable) return;
  if (reply instanceof BadCall) return bus.send(Message.newError(call, reply.errorName, reply.message));
  const { signature, bytes } = reply;
  const header = { type: "reply", replySerial: call.serial ?? 0, destination: call.sender } as const;
  writeTo(stream, { ...header, serial: bus.newSerial(), signature }, bytes);
}

function writeTo(stream: Duplex, header: MessageHeader, body: Uint8Array): void {
  stream.cork();
  stream.write(writeHeader(header, body.length));
  if (body.length > 0) stream.write(body);
  stream.uncork();
}

function matchRule(match: SignalMatch): string {
  const { interface: iface, member, sender, path, arg0 } = match;
  const parts = { type: "signal", interface: iface, member, sender, path, arg0 };
  return Object.entries(parts).flatMap(([key, value]) => value === undefined ? [] : [`${key}='${value}'`])
    .join(",");
}

/** The bus sends the signals that match any of our rules, and those that other clients address to us. */
function matches(match: SignalMatch, message: Message): boolean {
  const unique = match.sender !== undefined &&
    (match.sender.startsWith(":") || match.sender === BUS.destination);
  return message.interface === match.interface && message.member === match.member &&
    (match.path === undefined || message.path === match.path) &&
    (match.arg0 === undefined || message.body[0] === match.arg0) &&
    (!unique || message.sender === match.sender);
}

function noAnswer({ destination, member }: BusCall): Reason {
  return { about: "bus", kind: "no-answer", destination, member };
}
