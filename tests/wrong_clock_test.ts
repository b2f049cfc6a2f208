/** A machine whose clock is hours fast, known by the dates of the server's answers: the login is not what is wrong. */
// @ts-types="../types/std/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { end, json, julyBody, test } from "./program.ts";

test("a token that seems to expire by a fast clock goes on, and the menu says what is wrong", async (account) => {
  const date = () => new Date(Date.now() - 10 * 3_600_000).toUTCString();
  account.endpoint.answer = () => Response.json(julyBody(), { headers: { date: date() } });
  const expiresAt = Date.now() + 4_000;
  await account.signIn({ expiresAt });
  const program = account.start("run", "--headless");
  const menu = async () => (await account.run("call", "tray.get")).stdout;
  while (!(await menu()).includes("clock is 10 hours")) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  while (Date.now() <= expiresAt) await new Promise((resolve) => setTimeout(resolve, 50));
  const { failure, state } = (json(await account.run("status", "--json")).usage) as Record<string, unknown>;
  assertEquals([state, failure], ["fresh", null]);
  const text = await menu();
  assertMatch(text, /this machine's clock is 10 hours fast: set it right/);
  assertEquals(/token expired|run `claude`/.test(text), false, text);
  const asked = account.endpoint.asked.length;
  json(await account.run("refresh_usage"));
  assertEquals(account.endpoint.asked.length, asked + 1);
  await end(program);
});
