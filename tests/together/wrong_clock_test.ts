/**
 * The program (src/main.ts) on a machine whose clock is hours fast. It knows that by the dates of the server's answers: the login is
 * not what is wrong.
 */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { end, json, julyBody, test } from "../support/program.ts";

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

test("what a session has used, and for how long it runs, is true by a clock that is hours off", async (account) => {
  for (const hours of [10, -10]) {
    const now = () => Date.now() - hours * 3_600_000;
    account.endpoint.answer = () => {
      const resets_at = new Date(now() + 2 * 3_600_000 + 90_000).toISOString();
      const headers = { date: new Date(now()).toUTCString() };
      return Response.json({ five_hour: { utilization: 80, resets_at } }, { headers });
    };
    await account.signIn({ expiresAt: Date.now() + 86_400_000 });
    const program = account.start("run", "--headless");
    while (!(await account.run("call", "tray.get")).stdout.includes("clock is 10 hours")) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    for (const running of [true, false]) {
      if (!running) await end(program);
      const { five_hour } = json(await account.run("refresh_usage"));
      assertEquals(Object(five_hour).utilization, 80, `${hours} ${running}`);
      if (running) assertMatch((await account.run("status")).stdout, /^claudeminder: 80\.0%[^]*resets in 2h/);
    }
    await Deno.remove(account.stateFile);
  }
});
