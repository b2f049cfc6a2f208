/** A gate of made-up tests, as a process: what it prints of them, and how it ends. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertStringIncludes } from "@std/assert";
import { withFolder } from "../support/test_folder.ts";

/** Runs these tests, by name and body, as a gate. */
async function gateOf(bodies: Readonly<Record<string, string>>): Promise<{ code: number; output: string }> {
  let ran = { code: -1, output: "" };
  await withFolder(async (folder) => {
    const file = `${folder}/made_up_test.ts`;
    const text = Object.entries(bodies).map(([name, body]) =>
      `Deno.test(${JSON.stringify(name)}, async () => { ${body} });`
    );
    await Deno.writeTextFile(file, text.join("\n"));
    const gate = JSON.stringify(import.meta.resolve("./gate.ts"));
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const run = JSON.stringify(["--parallel", file]);
    const script = `import { runGate, tests } from ${gate}; await runGate(() => tests("made up", ${run}));`;
    await Deno.writeTextFile(`${folder}/gate.ts`, script);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", "--no-check", "--quiet", "--config", config, `${folder}/gate.ts`],
      stderr: "inherit",
    }).output();
    ran = { code, output: new TextDecoder().decode(stdout) };
  });
  return ran;
}

Deno.test("runGate() shows a dot for each test and ends with what passed", async () => {
  const { code, output } = await gateOf({ "a() is a": "", "b() is b": "" });
  assertStringIncludes(output, "\n..\n");
  assertEquals(output.includes("a() is a"), false, output);
  assertEquals([code, output.trimEnd().split("\n").at(-1)], [0, "2 passed, 0 failed"]);
});

Deno.test("runGate() tells failures whole, and fails", async () => {
  const { code, output } = await gateOf({
    "a() is a": "",
    "b() is b": 'console.log("what b printed"); throw new Error("what b threw");',
  });
  for (const part of ["made_up_test.ts", "b() is b ... FAILED", "what b printed", "what b threw"]) {
    assertStringIncludes(output, part);
  }
  assertEquals([code, output.trimEnd().split("\n").at(-1)], [1, "1 passed, 1 failed"]);
});

Deno.test("runGate() takes a file or a process that is left behind for a failure", async () => {
  const { code, output } = await gateOf({
    "a() leaves a file": 'await Deno.makeTempFile({ prefix: "forgotten" });',
    "b() leaves a process":
      'new Deno.Command("sh", { args: ["-c", "sleep 300 &"], stdout: "null", stderr: "null" }).outputSync();',
  });
  assertStringIncludes(output, "left behind: sleep (");
  assertStringIncludes(output, "/forgotten");
  assertEquals([code, output.trimEnd().split("\n").at(-1)], [1, "2 passed, 1 failed"]);
});

Deno.test("runGate() takes a run without a test for a failure", async () => {
  const { code, output } = await gateOf({});
  assertEquals([code, output.trimEnd().split("\n").at(-1)], [1, "0 passed, 1 failed"]);
});
