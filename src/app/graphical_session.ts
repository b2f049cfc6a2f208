/**
 * Whether the graphical session that a process was started in is over. A program can outlive its session, for example where a person's
 * services go on after a log-out. It can then show nothing, and must not keep the program of the next session from running.
 */
import { connect } from "node:net";
import { busAddresses } from "../dbus/bus_address.ts";
import type { Host } from "../host/host.ts";
import { displayAddress } from "../x11/x_display.ts";

export type SessionHost = Pick<Host, "env" | "sleep" | "files" | "kernel">;

/** How long a bus or a display may take to accept a connection. Both are usually on this machine. */
const ANSWER_MS = 1_000;

/**
 * True where nothing can be shown from this environment: its session bus is gone, or all of its displays are, or it never had either.
 * While both are there, the session goes on, and no other program may take over.
 */
export async function isSessionOver(host: SessionHost): Promise<boolean> {
  const [buses, displays] = await Promise.all([busSockets(host), displaySockets(host)]);
  if (buses.length === 0 && displays.length === 0) return true;
  const [isBusThere, isDisplayThere] = await Promise.all([
    anyAnswers(host, buses),
    anyAnswers(host, displays),
  ]);
  return (buses.length > 0 && !isBusThere) || (displays.length > 0 && !isDisplayThere);
}

type Socket = { readonly path: string } | { readonly host: string; readonly port: number };

async function busSockets(host: SessionHost): Promise<readonly Socket[]> {
  return (await busAddresses(host)).map((address) => {
    const [, kind, value = ""] = /^unix:(path|abstract)=(.*)$/.exec(address) ?? [];
    return { path: kind === "abstract" ? `@${value}` : value };
  });
}

function displaySockets({ env }: Pick<Host, "env">): Promise<readonly Socket[]> {
  const wayland = env("WAYLAND_DISPLAY") ?? "";
  const x = displayAddress(env("DISPLAY") ?? "");
  return Promise.resolve([
    ...(wayland === ""
      ? []
      : [{ path: wayland.startsWith("/") ? wayland : `${env("XDG_RUNTIME_DIR") ?? ""}/${wayland}` }]),
    ...(x === null ? [] : [x.target]),
  ]);
}

async function anyAnswers(host: SessionHost, sockets: readonly Socket[]): Promise<boolean> {
  const answers = await Promise.all(sockets.map((socket) => isThere(host, socket)));
  return answers.includes(true);
}

/** Abstract sockets have no file and stand only in the kernel's list. An X server can have either kind. */
async function isThere({ kernel }: Pick<SessionHost, "kernel">, socket: Socket): Promise<boolean> {
  if ("path" in socket) {
    const abstract = socket.path.startsWith("@") ? socket.path : `@${socket.path}`;
    const lines = (kernel.read("/proc/net/unix") ?? "").split("\n");
    if (lines.some((line) => line.endsWith(` ${abstract}`))) return true;
    if (socket.path.startsWith("@")) return false;
  }
  return await takesConnection(socket);
}

function takesConnection(target: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(target);
    const end = (answer: boolean) => {
      socket.destroy();
      clearTimeout(timer);
      resolve(answer);
    };
    const timer = setTimeout(() => end(true), ANSWER_MS);
    socket.once("connect", () => end(true)).once("error", () => end(false));
  });
}
