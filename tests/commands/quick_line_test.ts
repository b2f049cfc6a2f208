// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { quickLine, quickLineIn, type QuickLineParts } from "../../src/commands/quick_line.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { onStage } from "../server/server_stage.ts";

const host = denoHost();
const same = (salt: string) => Promise.resolve(`hash of ${salt}`);

Deno.test("quickLineIn() takes the two simple forms, and leaves all others to the command line", () => {
  assertEquals(quickLineIn(["status", "--line"]), { template: null });
  assertEquals(quickLineIn(["status", "--format", "{percent}"]), { template: "{percent}" });
  for (
    const args of [
      [],
      ["status"],
      ["status", "--format"],
      ["status", "--line", "--watch"],
      ["status", "--line", "--format", "x"],
      ["status", "--format", "x", "--config", "a.toml"],
      ["--config", "a.toml", "status", "--line"],
      ["call", "--line"],
    ]
  ) assertEquals(quickLineIn(args), null, args.join(" "));
});

Deno.test("quickLine() is answered by the running program, and leaves to the usual way what is not as usual", async () => {
  await onStage(async ({ file }) => {
    const ask = (template: string | null, parts: Partial<QuickLineParts> = {}) =>
      quickLine({ host, serverFile: file, surroundings: same, ...parts }, { template });
    assertEquals(await ask(null), "Week · Fable 81% ↻ 4d · Session 15%");
    assertEquals(await ask("{percent}% {level}"), "81% orange");
    assertEquals(await ask("{no}"), null);
    assertEquals(await ask(null, { surroundings: () => Promise.resolve("another login") }), null);
    assertEquals(await ask(null, { surroundings: () => Promise.reject(new Error("x")) }), null);
    assertEquals(await ask(null, { host: { ...host, uid: (host.uid ?? 0) + 1 } }), null);
    assertEquals(await ask(null, { serverFile: `${file}.none` }), null);
    for (
      const text of [
        "",
        "{",
        "null",
        '{"url":"http://example.com","token":"x"}',
        '{"url":"http://127.0.0.1:9"}',
      ]
    ) {
      const serverFile = `${file}.odd`;
      await Deno.writeTextFile(serverFile, text);
      assertEquals(await ask(null, { serverFile }), null, text);
    }
  });
});
