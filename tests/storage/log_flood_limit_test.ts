// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { LogRecord } from "@logtape/logtape";
import { limitedSink } from "../../src/storage/log_flood_limit.ts";

function record(name: string, session: string, timestamp: number): LogRecord {
  return {
    category: ["claudeminder"],
    level: "info",
    message: ["", name, ": ", session, " is busy"],
    rawMessage: "{name}: {session} is busy",
    properties: { name, session },
    timestamp,
  };
}

Deno.test("limitedSink() lets twenty lines of a kind through in ten seconds, then says how many there were", () => {
  const lines: string[] = [];
  const sink = limitedSink(({ message }) => void lines.push(message.join("")));
  for (let count = 0; count < 5_000; count++) sink(record("a", `s${count}`, count));
  sink(record("b", "other", 5_000));
  assertEquals([lines.length, lines[19], lines[20]], [21, "a: s19 is busy", "b: other is busy"]);
  sink(record("a", "later", 10_000));
  assertEquals(lines.slice(21), ["a: s4999 is busy (said 4980 more times)", "a: later is busy"]);
});

Deno.test("limitedSink() lets sixty lines of a sentence through, whomever they are about", () => {
  const lines: string[] = [];
  const sink = limitedSink(({ message }) => void lines.push(message.join("")));
  for (let count = 0; count < 10_000; count++) sink(record(`server ${count}`, "s", count % 10));
  assertEquals([lines.length, lines.at(-1)], [60, "server 59: s is busy"]);
  sink(record("later", "s", 10_000));
  assertEquals(lines.slice(60), [
    "server 9999: s is busy (said 9940 more times, of this and others)",
    "later: s is busy",
  ]);
});
