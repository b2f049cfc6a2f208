/** What `status --waybar` prints is good markup for Pango, which waybar shows text and tooltip with: read by Pango's own viewer. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertStringIncludes } from "@std/assert";
import { end, json, julyBody, test } from "../support/program.ts";

async function isMarkup(text: string): Promise<boolean> {
  const { success } = await new Deno.Command("pango-view", {
    args: ["--markup", "--no-display", "-q", `--text=${text}`],
    stderr: "null",
  }).output();
  return success;
}

const names = [
  "a & b",
  "<b>",
  "&amp; &#0; &nothing;",
  "</span>",
  "<!-- ",
  "\u0001\u202e\ufffe",
  "😀 用量 ẤN",
];

test("status --waybar has good markup in every field, whatever a limit is called", async (account) => {
  assertEquals([await isMarkup("a & b"), await isMarkup("a <b>"), await isMarkup("a &amp; b")], [
    false,
    false,
    true,
  ]);
  const running = account.start("run", "--headless");
  while (!(await account.run("call", "usage.get")).stdout.includes("five_hour")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const name of names) {
    const body = JSON.parse(JSON.stringify(julyBody()).replaceAll('"Fable"', JSON.stringify(name)));
    account.endpoint.answer = () => Response.json(body);
    const asked = account.endpoint.asked.length;
    json(await account.run("refresh_usage"));
    assertEquals(account.endpoint.asked.length, asked + 1);
    const shown = Object.values(json(await account.run("status", "--waybar"))).flat();
    for (const field of shown) assertEquals([field, await isMarkup(String(field))], [field, true]);
  }
  assertStringIncludes(
    String(json(await account.run("status", "--waybar")).tooltip),
    "Week · 😀 用量 ẤN: 81%",
  );
  await end(running);
});
