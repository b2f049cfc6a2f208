/**
 * Sends a D-Bus message that the bus passes on and that no library reads: it names a file descriptor which is not there. No
 * library writes it either.
 */
import { connect } from "node:net";
import { type BodyWriter, writeBody } from "../../src/dbus/message_writer.ts";
import type { Desktop } from "./desktop.ts";
import type { TrayItem } from "./tray_client.ts";

const METHOD_CALL = 1;

export async function sendUnreadableMessage(desktop: Desktop, item: TrayItem): Promise<void> {
  const socket = connect(`${desktop.folder}/run/bus`);
  const uid = [...String(Deno.uid())].map((digit) => digit.charCodeAt(0).toString(16)).join("");
  const bus = { name: "org.freedesktop.DBus", path: "/org/freedesktop/DBus" };
  const hello = call(1, bus, { member: "Hello", signature: "" }, () => {});
  const listNames = call(3, bus, { member: "ListNames", signature: "" }, () => {});
  const unreadable = call(2, item, { member: "Activate", signature: "h" }, (out) => out.uint32(0));
  await heard(socket, "connect");
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  await heard(socket, "data");
  socket.write("BEGIN\r\n");
  // What the bus answers to the last message shows that the one before it has been passed on.
  for (const message of [hello, unreadable, listNames]) socket.write(message);
  let answered = "";
  while (!answered.includes(item.name)) {
    answered += new TextDecoder("latin1").decode(await heard(socket, "data"));
  }
  socket.destroy();
}

function heard(socket: ReturnType<typeof connect>, event: "connect" | "data"): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    socket.once(event, resolve);
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("The bus closed the connection")));
  });
}

function call(
  serial: number,
  target: TrayItem,
  { member, signature }: { readonly member: string; readonly signature: string },
  write: (out: BodyWriter) => void,
): Uint8Array {
  const body = writeBody(write);
  const head = writeBody((out) => {
    for (const byte of ["l".charCodeAt(0), METHOD_CALL, 0, 1]) out.byte(byte);
    out.uint32(body.length);
    out.uint32(serial);
    const field = (code: number, type: string, writeValue: () => void) =>
      out.struct(() => {
        out.byte(code);
        out.variant(type, writeValue);
      });
    out.array(8, () => {
      field(1, "o", () => out.string(target.path));
      field(3, "s", () => out.string(member));
      field(6, "s", () => out.string(target.name));
      if (signature !== "") field(8, "g", () => out.signature(signature));
    });
    out.struct(() => {});
  });
  const message = new Uint8Array(head.length + body.length);
  message.set(head);
  message.set(body, head.length);
  return message;
}
