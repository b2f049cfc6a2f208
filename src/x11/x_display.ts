/**
 * A small connection to the X server. It can look up an atom, ask who owns a selection, read properties, and exchange
 * messages with the root window. A whole X library would be a hundred times as large.
 * Source: "X Window System Protocol, X Version 11", appendix B.
 */
import { connect, type Socket } from "node:net";
import type { Host } from "../host/host.ts";
import { withinTime } from "../host/time_limit.ts";
import { displayCookies } from "./x_cookies.ts";
import { type ByteReader, byteReader, joined, padded, padding, view, word16, word32 } from "./x_bytes.ts";

/** How long in ms the X server may take for each step. */
const ANSWER_MS = 500;

const SET_ATTRIBUTES = 2;
const INTERN_ATOM = 16;
const GET_PROPERTY = 20;
const GET_SELECTION_OWNER = 23;
const SEND_EVENT = 25;
const GET_INPUT_FOCUS = 43;
const EVENT_MASK = 0x800;
const STRUCTURE_NOTIFY = 0x20000;
/**
 * SubstructureNotify and SubstructureRedirect. The message goes to the client that has asked for either: the window
 * manager.
 */
const TO_MANAGER = 0x180000;
/** The atom for texts in Latin-1. Its number is fixed. */
const STRING = 31;
/** How much of a property is read at most, in units of four bytes: four thousand windows, or a title of 16 KiB. */
const PROPERTY_WORDS = 4096;
const REPLY = 1;
const CLIENT_MESSAGE = 33;
const GENERIC_EVENT = 35;

export type DisplayHost = Pick<Host, "env" | "sleep" | "files">;

export interface XDisplay extends Disposable {
  /** The number of the screen, as in `_NET_SYSTEM_TRAY_S0`. */
  readonly screen: number;
  /** The number of an atom. The server makes the atom if it does not exist. */
  atom(name: string): Promise<number>;
  /** The window that owns a selection; 0 = none. */
  selectionOwner(atom: number): Promise<number>;
  /** The root window. */
  readonly root: number;
  /** A property that is a list of windows, atoms or numbers. Empty if the property or the window does not exist. */
  numbers(window: number, property: number): Promise<readonly number[]>;
  /** A property that is text. "" if the property or the window does not exist. */
  text(window: number, property: number): Promise<string>;
  /**
   * Sends the window manager a message about a window, with up to five numbers, and resolves when the server has it.
   * Source: EWMH 1.5, "Root Window Properties": such messages go to the root window.
   */
  tellManager(message: ManagerMessage): Promise<void>;
  /** From now on the server passes on the messages to the root window. */
  listenToRoot(): void;
  /**
   * Resolves with the type and the first data words of the next client message. Only one call, of any method, at a
   * time.
   */
  rootMessage(): Promise<{ readonly type: number; readonly data: readonly number[] }>;
}

export interface ManagerMessage {
  readonly window: number;
  /** The message's type, an atom. */
  readonly type: number;
  readonly data: readonly number[];
}

/** The address in `$DISPLAY`; null = it is not an address. Source: X(7), "Display names". */
export function displayAddress(display: string) {
  const match = /^(?:unix)?([^/]*):(\d+)(?:\.(\d+))?$/.exec(display);
  if (match === null) return null;
  const [, hostname = "", number = "", screen = "0"] = match;
  const target = hostname === ""
    ? { path: `/tmp/.X11-unix/X${number}` }
    : { host: hostname.replace(/^\[(.*)\]$/, "$1"), port: 6000 + Number(number) };
  return { target, number, screen: Number(screen) };
}

/** Connects to `$DISPLAY`; null = there is none, or it does not let us in. */
export async function openDisplay(host: DisplayHost): Promise<XDisplay | null> {
  const address = displayAddress(host.env("DISPLAY") ?? "");
  if (address === null) return null;
  try {
    for (const cookie of await displayCookies(host, address.number)) {
      const display = await openWith(cookie, address, host);
      if (display !== null) return display;
    }
  } catch {
    // It is not there, or does not answer. Another cookie would not help.
  }
  return null;
}

/** Null = the server refuses the cookie. Rejects when it does not answer. */
async function openWith(
  cookie: Uint8Array,
  address: NonNullable<ReturnType<typeof displayAddress>>,
  host: DisplayHost,
): Promise<XDisplay | null> {
  const socket = connect(address.target);
  const bytes = byteReader(socket);
  const soon = <T>(work: Promise<T>) =>
    withinTime(work, { host, limitMs: ANSWER_MS, late: () => new Error("The X server does not answer") });
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

/** The root window of the first screen; null = the server refuses. */
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

interface XMessage {
  /** 32 bytes. */
  readonly head: DataView;
  readonly rest: Uint8Array;
}

function accepted(message: XMessage | null): XMessage {
  if (message === null) throw new Error("The X server refuses a request");
  return message;
}

function displayOver(socket: Socket, bytes: ByteReader, { root, screen, soon }: DisplayContext): XDisplay {
  /**
   * The next message of this kind (a reply or a client message); null = the server refuses the request. Other events
   * are skipped.
   */
  async function next(kind: number): Promise<XMessage | null> {
    for (;;) {
      const head = view(await bytes.read(32));
      const code = head.getUint8(0) & 0x7f;
      const length = code === REPLY || code === GENERIC_EVENT ? head.getUint32(4, true) * 4 : 0;
      const rest = await bytes.read(length);
      if (code === 0) return null;
      if (code === kind) return { head, rest };
    }
  }
  function ask(request: Uint8Array): Promise<XMessage | null> {
    socket.write(request);
    return soon(next(REPLY));
  }
  async function askNumber(request: Uint8Array): Promise<number> {
    return accepted(await ask(request)).head.getUint32(8, true);
  }
  /** Null = it does not exist in this format (8 or 32 bits). */
  async function property(window: number, name: number, format: number) {
    const range = [word32(0), word32(PROPERTY_WORDS)];
    const head = [Uint8Array.of(GET_PROPERTY, 0), word16(6)];
    const reply = await ask(joined([...head, word32(window), word32(name), word32(0), ...range]));
    if (reply === null || reply.head.getUint8(1) !== format) return null;
    const value = reply.rest.subarray(0, reply.head.getUint32(16, true) * format / 8);
    return { type: reply.head.getUint32(8, true), value };
  }
  return {
    screen,
    root,
    atom(name) {
      const encoded = new TextEncoder().encode(name);
      const words = 2 + padded(encoded).length / 4;
      const head = [Uint8Array.of(INTERN_ATOM, 0), word16(words), word16(encoded.length), word16(0)];
      return askNumber(joined([...head, padded(encoded)]));
    },
    selectionOwner(atom) {
      return askNumber(joined([Uint8Array.of(GET_SELECTION_OWNER, 0), word16(2), word32(atom)]));
    },
    async numbers(window, name) {
      const value = view((await property(window, name, 32))?.value ?? new Uint8Array(0));
      return Array.from({ length: value.byteLength / 4 }, (_, index) => value.getUint32(4 * index, true));
    },
    async text(window, name) {
      const found = await property(window, name, 8);
      return new TextDecoder(found?.type === STRING ? "latin1" : "utf-8").decode(found?.value);
    },
    async tellManager({ window, type, data }) {
      const event = [Uint8Array.of(CLIENT_MESSAGE, 32), word16(0), word32(window), word32(type)];
      const words = Array.from({ length: 5 }, (_, index) => word32(data[index] ?? 0));
      const to = [word32(root), word32(TO_MANAGER)];
      socket.write(joined([Uint8Array.of(SEND_EVENT, 0), word16(11), ...to, ...event, ...words]));
      // The server handles requests in their order. So when it has answered this one, it has handled those before it.
      await ask(joined([Uint8Array.of(GET_INPUT_FOCUS, 0), word16(1)]));
    },
    listenToRoot() {
      const values = [word32(root), word32(EVENT_MASK), word32(STRUCTURE_NOTIFY)];
      socket.write(joined([Uint8Array.of(SET_ATTRIBUTES, 0), word16(4), ...values]));
    },
    async rootMessage() {
      const { head } = accepted(await next(CLIENT_MESSAGE));
      const data = [12, 16, 20].map((offset) => head.getUint32(offset, true));
      return { type: head.getUint32(8, true), data };
    },
    [Symbol.dispose]: () => socket.destroy(),
  };
}
