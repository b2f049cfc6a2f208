/** The line with which a program says that it is ready. */
import { assertEquals } from "@std/assert";
import { parseReadyLine, type ReadyLine } from "../../src/sidecars/ready_line.ts";

const plain = { type: "ipc-server-ready", port: 9123, host: "127.0.0.1", token: "T" };

const cases: readonly (readonly [string, unknown, ReadyLine | null])[] = [
  ["all of it", plain, { port: 9123, host: "127.0.0.1", token: "T" }],
  ["no token and no host", { type: plain.type, port: 1 }, { port: 1, host: null, token: null }],
  ["null as a token", { ...plain, token: null }, { port: 9123, host: "127.0.0.1", token: null }],
  ["IPv6", { ...plain, host: "::1", more: 1 }, { port: 9123, host: "::1", token: "T" }],
  ["another machine, which must not get a token", { ...plain, host: "example.com" }, null],
  ["all addresses of this machine", { ...plain, host: "0.0.0.0" }, null],
  ["a port that there is not", { ...plain, port: 70_000 }, null],
  ["a port as text", { ...plain, port: "9123" }, null],
  ["another type", { ...plain, type: "ready", about: "ipc-server-ready" }, null],
];

for (const [name, line, expected] of cases) {
  Deno.test(`parseReadyLine() of ${name}`, () =>
    assertEquals(parseReadyLine(JSON.stringify(line)), expected));
}

Deno.test("parseReadyLine() of what is no JSON", () => {
  for (const line of ["", "ipc-server-ready", '{"type":"ipc-server-ready",', "[]"]) {
    assertEquals(parseReadyLine(line), null, line);
  }
});
