/** Programs that do not speak as they should: what keepConnection() makes of it. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { connected, echo, kindOf, whyNot } from "./rpc_stage.ts";
import { result } from "./told_rpc_server.ts";

const text = (line: string) => new TextEncoder().encode(line);

const garbage: Readonly<Record<string, Uint8Array | object>> = {
  "no JSON": text("<html>\n"),
  "a list": text("[]\n"),
  "bytes that are no text": new Uint8Array([0x22, 0xff, 0xfe, 0x22, 0x0a]),
  "JSON without an end": text('{"jsonrpc":"2.0"\n'),
};

for (const [name, bytes] of Object.entries(garbage)) {
  Deno.test(`keepConnection() leaves a program that sends ${name}, and tries again`, () => {
    let isOdd = true;
    return connected((request, connection) => {
      if (!isOdd) return echo(request, connection);
      isOdd = false;
      return connection.send(bytes);
    }, async ({ rpc, notes }) => {
      assertEquals(await kindOf(rpc.call("echo")), "odd-answer");
      assertEquals(await rpc.call("echo", [2]), [2]);
      assertEquals(notes.map(({ kind }) => kind), [
        "ipc-connected",
        "ipc-error",
        "ipc-disconnected",
        "ipc-connected",
      ]);
    });
  });
}

Deno.test("keepConnection() holds no line of more than 16 MB", () => {
  let isOdd = true;
  return connected(async (request, connection) => {
    if (!isOdd) return await echo(request, connection);
    isOdd = false;
    const part = new Uint8Array(1 << 20).fill(0x20);
    for (;;) await connection.send(part);
  }, async ({ rpc }) => {
    assertEquals(await whyNot(rpc.call("endless")), {
      about: "sidecar",
      kind: "too-large",
      name: "bridge",
      bytes: 16 * 1024 * 1024,
    });
    assertEquals(await rpc.call("echo", [2]), [2]);
  });
});

Deno.test("keepConnection() takes long lines, and lines that come byte by byte", () =>
  connected(async (request, connection) => {
    if (request.method === "long") return await connection.send(result(request, "x".repeat(10_000_000)));
    const answer = text(`\r\n\n${JSON.stringify(result(request, "ü€😀"))}\r\n`);
    for (const byte of answer) await connection.send(new Uint8Array([byte]));
  }, async ({ rpc }) => {
    assertEquals((await rpc.call("long") as string).length, 10_000_000);
    assertEquals(await rpc.call("slow"), "ü€😀");
  }));

Deno.test("keepConnection() is not misled by what concerns no call of its own", () =>
  connected(async (request, connection) => {
    const { id, method } = request;
    const chunk = (of: unknown, data: unknown) => ({
      jsonrpc: "2.0",
      method: `${method}.chunk`,
      params: { id: of, data },
    });
    const deep = `{"jsonrpc":"2.0","id":${id},"result":${"[".repeat(100_000)}${"]".repeat(100_000)}}\n`;
    for (
      const what of [
        { jsonrpc: "2.0", id: 999, result: "of nobody" },
        { jsonrpc: "2.0", id: String(id), result: "another id" },
        { jsonrpc: "2.0", id: { id }, result: "another id" },
        { jsonrpc: "2.0", id: "__proto__", result: 1 },
        { jsonrpc: "2.0", id: 7, method: "client.ask", params: {} },
        { jsonrpc: "2.0", method: "board.changed", params: { id, data: 1 } },
        { jsonrpc: "2.0", method: `${method}.chunk`, params: 7 },
        { jsonrpc: "2.0", method: `${method}.chunk` },
        { type: "ready" },
        chunk(999, "of nobody"),
        chunk(id, "mine"),
        chunk(id, undefined),
      ]
    ) await connection.send(what);
    await connection.send(
      method === "deep"
        ? text(deep)
        : method === "odd"
        ? { jsonrpc: "2.0", id, error: "what" }
        : result(request, "mine"),
    );
    await connection.send(chunk(id, "too late"));
    await connection.send(result(request, "twice"));
  }, async ({ rpc, notes }) => {
    const seen: unknown[] = [];
    const chunk = (event: string, data: unknown) => void seen.push([event, data]);
    assertEquals(await rpc.call("board.get", {}, { chunk }), "mine");
    assertEquals(seen, [["board.get.chunk", "mine"], ["board.get.chunk", null]]);
    assertEquals(await kindOf(rpc.call("deep")), "odd-answer");
    assertEquals(await kindOf(rpc.call("odd")), "odd-answer");
    assertEquals(await rpc.call("board.get"), "mine");
    assertEquals(notes, [{ kind: "ipc-connected" }]);
  }));
