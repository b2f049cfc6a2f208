// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  type IncomingMessage,
  MAX_DEPTH,
  parseMessage,
} from "../../../src/sidecars/json_rpc/incoming_message.ts";
import { anyText } from "../../support/any_text.ts";
import { cases } from "../../support/cases.ts";

const messages: Readonly<Record<string, IncomingMessage | null>> = {
  '{"jsonrpc":"2.0","id":1,"result":{"a":[1]}}': { kind: "result", id: 1, result: { a: [1] } },
  '{"id":"x","result":null}': { kind: "result", id: "x", result: null },
  '{"id":1,"result":1,"error":null}': { kind: "result", id: 1, result: 1 },
  '{"id":1,"error":{"code":-32601,"message":"no"}}': {
    kind: "error",
    id: 1,
    error: { code: -32601, text: "no" },
  },
  '{"id":null,"error":{"code":1,"message":"","data":null},"result":null}': {
    kind: "error",
    id: null,
    error: { code: 1, text: "", data: null },
  },
  '{"id":1,"error":"broken"}': { kind: "odd", id: 1 },
  '{"id":1,"error":{"code":"1","message":"x"}}': { kind: "odd", id: 1 },
  '{"id":1,"error":{"code":1.5,"message":"x"}}': { kind: "odd", id: 1 },
  '{"method":"a.b.chunk","params":{"id":1,"data":[2]}}': {
    kind: "chunk",
    id: 1,
    event: "a.b.chunk",
    data: [2],
  },
  '{"method":"a.chunk","params":{"id":1}}': { kind: "chunk", id: 1, event: "a.chunk", data: null },
  '{"method":"a.chunk","params":[1]}': { kind: "other" },
  '{"method":"a.chunk"}': { kind: "other" },
  '{"method":"a.changed","params":{"id":1,"data":2}}': { kind: "other" },
  '{"id":1,"method":"a.ask","result":1}': { kind: "other" },
  '{"id":1}': { kind: "other" },
  "{}": { kind: "other" },
  "[]": null,
  "1": null,
  "null": null,
  "": null,
  "{": null,
  '{"id":1,"result":NaN}': null,
};

for (const [line, message] of Object.entries(messages)) {
  Deno.test(`parseMessage() reads ${line === "" ? "nothing" : line}`, () =>
    assertEquals(parseMessage(line), message));
}

Deno.test("parseMessage() takes what can be written again, and nothing that is nested deeper", () => {
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  const kindOf = (line: string) => parseMessage(line)?.kind;
  assertEquals(kindOf(`{"id":1,"result":${nested(MAX_DEPTH - 1)}}`), "result");
  assertEquals(kindOf(`{"id":1,"result":${nested(MAX_DEPTH + 1)}}`), "odd");
  assertEquals(kindOf(`{"method":"a.chunk","params":{"id":1,"data":${nested(MAX_DEPTH + 1)}}}`), "other");
  assertEquals(kindOf(`{"id":1,"error":{"code":1,"message":"","data":${nested(200_000)}}}`), "odd");
});

Deno.test("parseMessage() keeps the beginning of the text of an error", () => {
  const message = parseMessage(JSON.stringify({ id: 1, error: { code: 1, message: "x".repeat(1_000_000) } }));
  assert(message?.kind === "error" && message.error.text.length < 10_000);
});

Deno.test("parseMessage() reads any text and any JSON without an error of its own", () => {
  fc.assert(
    fc.property(fc.oneof(anyText(), fc.json()), (line) => {
      parseMessage(line);
    }),
    { numRuns: cases(1_000) },
  );
  const member = fc.constantFrom("id", "method", "params", "result", "error", "jsonrpc", "__proto__");
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("a.chunk", { id: 1, data: 1 }, { code: 1, message: "" }),
  );
  fc.assert(
    fc.property(fc.dictionary(member, value), (message) => {
      assert(parseMessage(JSON.stringify(message)) !== null);
    }),
    { numRuns: cases(1_000) },
  );
});
