/**
 * A connection to the X server that can do three things: look up an atom, ask who owns a selection, and hear what is said to the
 * root window. A whole X library would be a hundred times as large.
 * Source: "X Window System Protocol, X Version 11", appendix B.
 */
import { connect, type Socket } from "node:net";
import type { Host } from "../host.ts";
import { inTime } from "../in_time.ts";
import { displayCookies } from "./x_authority.ts";

/** How long in ms the X server may take for each step. */
const ANSWER_MS = 500;

const SET_ATTRIBUTES = 2;
const INTERN_ATOM = 16;
const GET_SELECTION_OWNER = 23;
const EVENT_MASK = 0x800;
const STRUCTURE_NOTIFY = 0x20000;
const REPLY = 1;
const CLIENT_MESSAGE = 33;
const GENERIC_EVENT = 35;

export type DisplayHost = Pick<Host, "env" | "sleep" | "files">;

export interface XDisplay extends Disposable {
  /** The number in `_NET_SYSTEM_TRAY_S0` and the like. */
  readonly screen: number;
  /** The number of an atom, which is made where there is none. */
  atom(name: string): Promise<number>;
  /** The window that owns a selection; 0 = none. */
  selectionOwner(atom: number): Promise<number>;
  /** From now on the server tells of what is said to the root window. */
  listenToRoot(): void;
  /** Resolves with the type and the first data words of the next client message. One call at a time, of any method. */
  rootMessage(): Promise<{ readonly type: number; readonly data: readonly number[] }>;
}

/** The address that `$DISPLAY` names, or null. Source: X(7), "Display names". */
export function displayAddress(display: string) {
  const match = /^(?:unix)?([^/]*):(\d+)(?:\.(\d+))?$/.exec(display);
  if (match === null) return null;
  const [, hostname = "", number = "", screen = "0"] = match;
  const target = hostname === ""
    ? { path: `/tmp/.X11-unix/X${number}` }
    : { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: 6000 + Number(number) };
  return { target, number, screen: Number(screen) };
}

/** Connects to `$DISPLAY`; null when there is none, or it does not let us in. */
export async function openDisplay(host: DisplayHost): Promise<XDisplay | null> {
  const address = displayAddress(host.env("DISPLAY") ?? "");
  if (address === null) return null;
  try {
    for (const cookie of await displayCookies(host, address.number)) {
      const display = await openWith(cookie, address, host);
      if (display !== null) return display;
    }
  } catch {
    // It is not there, or does not answer: no other cookie changes that.
  }
  return null;
}

/** Null when the server refuses the cookie; rejects when it does not answer. */
async function openWith(
  cookie: Uint8Array,
  address: NonNullable<ReturnType<typeof displayAddress>>,
  host: DisplayHost,
): Promise<XDisplay | null> {
  const socket = connect(address.target);
  const bytes = byteReader(socket);
  const soon = <T>(work: Promise<T>) =>
    inTime(work, { host, limitMs: ANSWER_MS, late: () => new Error("The X server does not answer") });
  try {
    socket.write(setupRequest(cookie));
    const root = await soon(readSetup(bytes));
    if (root === null) {
      socket.destroy();
      return null;
    }
    return displayOver(socket, bytes, { root, screen: address.screen, soon });
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function setupRequest(cookie: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode(cookie.length === 0 ? "" : "MIT-MAGIC-COOKIE-1");
  const head = [word16(11), word16(0), word16(name.length), word16(cookie.length), word16(0)];
  return joined([Uint8Array.of(0x6c, 0), ...head, padded(name), padded(cookie)]);
}

/** The root window of the first screen; null when the server refuses. */
async function readSetup(bytes: ByteReader): Promise<number | null> {
  const head = view(await bytes.read(8));
  const rest = view(await bytes.read(head.getUint16(6, true) * 4));
  if (head.getUint8(0) !== 1) return null;
  const vendorLength = rest.getUint16(16, true);
  const formats = rest.getUint8(21);
  return rest.getUint32(32 + padding(vendorLength) + vendorLength + 8 * formats, true);
}

interface DisplayContext {
  readonly root: number;
  readonly screen: number;
  soon<T>(work: Promise<T>): Promise<T>;
}

function displayOver(socket: Socket, bytes: ByteReader, { root, screen, soon }: DisplayContext): XDisplay {
  /** The next reply or, where they are asked for, client message. Other events and errors are passed over. */
  async function next(kind: number): Promise<DataView> {
    for (;;) {
      const head = await bytes.read(32);
      const message = view(head);
      const code = message.getUint8(0) & 0x7f;
      const extra = code === REPLY || code === GENERIC_EVENT ? message.getUint32(4, true) * 4 : 0;
      if (extra > 0) await bytes.read(extra);
      if (code === 0) throw new Error("The X server refuses a request");
      if (code === kind) return message;
    }
  }
  async function ask(request: Uint8Array): Promise<number> {
    socket.write(request);
    return (await soon(next(REPLY))).getUint32(8, true);
  }
  return {
    screen,
    atom(name) {
      const encoded = new TextEncoder().encode(name);
      const words = 2 + padded(encoded).length / 4;
      const head = [Uint8Array.of(INTERN_ATOM, 0), word16(words), word16(encoded.length), word16(0)];
      return ask(joined([...head, padded(encoded)]));
    },
    selectionOwner: (atom) => ask(joined([Uint8Array.of(GET_SELECTION_OWNER, 0), word16(2), word32(atom)])),
    listenToRoot() {
      const values = [word32(root), word32(EVENT_MASK), word32(STRUCTURE_NOTIFY)];
      socket.write(joined([Uint8Array.of(SET_ATTRIBUTES, 0), word16(4), ...values]));
    },
    async rootMessage() {
      const message = await next(CLIENT_MESSAGE);
      const data = [12, 16, 20].map((offset) => message.getUint32(offset, true));
      return { type: message.getUint32(8, true), data };
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}

interface ByteReader {
  /** The next bytes; rejects when the connection ends. One call at a time. */
  read(length: number): Promise<Uint8Array>;
}

function byteReader(socket: Socket): ByteReader {
  let held: Uint8Array = new Uint8Array(0);
  let ended: Error | null = null;
  let wake = () => {};
  const end = (error: Error) => {
    ended ??= error;
    wake();
  };
  socket.on("data", (part: Uint8Array) => {
    held = joined([held, part]);
    wake();
  });
  socket.on("error", (error: Error) => end(error));
  socket.on("close", () => end(new Error("The X server closed the connection")));
  return {
    async read(length) {
      while (held.length < length) {
        if (ended !== null) throw ended;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const bytes = held.slice(0, length);
      held = held.slice(length);
      return bytes;
    },
  };
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function word16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >> 8);
}

function word32(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24);
}

function padding(length: number): number {
  return (4 - length % 4) % 4;
}

function padded(bytes: Uint8Array): Uint8Array {
  return joined([bytes, new Uint8Array(padding(bytes.length))]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
