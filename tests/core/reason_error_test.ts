import { assertEquals } from "@std/assert";
import type { Reason } from "../../src/core/reason.ts";
import { ReasonError, reasonOf } from "../../src/core/reason_error.ts";

const noBus: Reason = { about: "bus", kind: "none" };

Deno.test("ReasonError says its reason in English: logs and other programs read its message", () => {
  assertEquals(new ReasonError(noBus).message, "There is no D-Bus session bus");
});

Deno.test("reasonOf() gives the reason that an error carries, else what it says", () => {
  const text = (said: string): Reason => ({ about: "system", text: said });
  const opensslError = Object.assign(new Error("bad decrypt"), { reason: "bad decrypt" });
  const rows: readonly (readonly [unknown, Reason])[] = [
    [new ReasonError(noBus), noBus],
    [Object.assign(new Error("Cannot do it"), { name: "HostError", reason: noBus }), noBus],
    [Object.assign(new Error("a library's"), { reason: { about: "its own matters" } }), text("a library's")],
    [new Error("No such file (os error 2)"), text("No such file (os error 2)")],
    [opensslError, text("bad decrypt")],
    [Object.assign(new Error("gone"), { reason: null }), text("gone")],
    [Object.assign(new Error("gone"), { reason: { code: 7 } }), text("gone")],
    ["a text", text("a text")],
    [undefined, text("undefined")],
  ];
  for (const [error, expected] of rows) assertEquals(reasonOf(error), expected);
});
