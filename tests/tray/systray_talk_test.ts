/** The talk with a tray helper, whatever it prints and however it ends. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { type MemoryProgram, memoryPrograms } from "../../src/host/programs/memory_programs.ts";
import type { HelperMessage } from "../../src/tray/systray_protocol.ts";
import { talkWith } from "../../src/tray/systray_talk.ts";

/** A helper that prints and ends; what was heard of it, and what it said last. */
async function heardOf(
  play: (helper: MemoryProgram) => void,
): Promise<{ readonly heard: readonly HelperMessage[]; readonly lastWords: string }> {
  const { programs } = memoryPrograms((helper) => {
    play(helper);
    helper.end({ code: 0, signal: null });
  });
  const heard: HelperMessage[] = [];
  const program = await programs.start({ program: "/helper", args: [], env: {}, stdin: "piped" });
  const talk = talkWith(program, (message) => heard.push(message));
  await talk.ended;
  return { heard, lastWords: talk.lastWords() };
}

Deno.test("talkWith() hears what a helper says, in whatever parts it comes, between whatever else it prints", async () => {
  const { heard, lastWords } = await heardOf((helper) => {
    for (const part of ['{"type":"re', 'ady"}\n{"type":"clicked",', '"__id":3}\r\n', "Gtk-WARNING\n", "\n"]) {
      helper.print(part);
    }
    helper.print('{"type":"clicked","__id":4}\n{"type":"clicked","__id":5}');
  });
  assertEquals(heard, [{ kind: "ready" }, { kind: "clicked", id: 3 }, { kind: "clicked", id: 4 }]);
  assertEquals(lastWords, "");
});

Deno.test("talkWith() keeps no line that does not end, and hears what comes after it", async () => {
  const part = "x".repeat(50_000);
  const { heard } = await heardOf((helper) => {
    for (let count = 0; count < 100; count++) helper.print(part);
    helper.print('\n{"type":"ready"}\n');
  });
  assertEquals(heard, [{ kind: "ready" }]);
});

Deno.test("talkWith() keeps what a helper said last on its standard error, and no more", async () => {
  const { lastWords } = await heardOf((helper) => {
    for (let line = 1; line <= 1_000; line++) helper.print(`warning ${line}\n`, "stderr");
    helper.print("cannot open display: :9\n\n", "stderr");
  });
  assert(lastWords.endsWith("warning 1000\ncannot open display: :9"), lastWords);
  assert(lastWords.length <= 300);
});

Deno.test("talkWith() tells in order, and nothing to a helper that has ended", async () => {
  const { programs, started } = memoryPrograms();
  const program = await programs.start({ program: "/helper", args: [], env: {}, stdin: "piped" });
  const talk = talkWith(program, () => {});
  await Promise.all(["1\n", "2\n", "3\n"].map((line) => talk.tell(line)));
  started[0]?.end({ code: null, signal: "SIGKILL" });
  await talk.tell("4\n");
  await talk.tell("5\n");
  assertEquals(started[0]?.read, "1\n2\n3\n");
});
