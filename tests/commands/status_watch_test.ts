/** `status --watch`: what it prints while the program runs, ends, is ended by force, and comes back. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { type Account, end, json, julyBody, test } from "../support/program.ts";

/** A watcher, with the lines that it has printed so far. */
function watch(account: Account, ...args: readonly string[]) {
  const child = account.start("status", "--watch", ...args);
  const lines: string[] = [], errors: string[] = [];
  const read = async (stream: ReadableStream<Uint8Array>, into: string[]) => {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const bytes of stream) {
      const whole = (rest + decoder.decode(bytes, { stream: true })).split("\n");
      rest = whole.pop() ?? "";
      into.push(...whole);
    }
  };
  const reading = Promise.all([read(child.stdout, lines), read(child.stderr, errors)]);
  return {
    lines,
    errors,
    async prints(wanted: RegExp) {
      while (!wanted.test(lines.at(-1) ?? "")) await pause();
    },
    async stop() {
      child.kill("SIGTERM");
      await reading;
      return (await child.status).code;
    },
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

async function start(account: Account): Promise<Deno.ChildProcess> {
  const program = account.start("run", "--headless");
  while (!(await account.run("call", "usage.get")).stdout.includes("five_hour")) await pause();
  return program;
}

test("status --watch --waybar waits for the program, follows it, and waits again when it has ended", async (account) => {
  const watching = watch(account, "--waybar");
  await watching.prints(/"not-running"/);
  assertEquals(JSON.parse(watching.lines[0] ?? ""), {
    text: "--",
    alt: "not-running",
    tooltip: "claudeminder is not running",
    class: ["unknown", "not-running"],
    percentage: 0,
  });
  const first = await start(account);
  await watching.prints(/"text":"81%"/);
  account.endpoint.answer = () => Response.json(julyBody({ fable: 97 }));
  json(await account.run("refresh_usage"));
  await watching.prints(/"text":"97%"/);
  json(await account.run("snooze", "5"));
  await watching.prints(/"snoozed"/);
  assertEquals((await end(first)).code, 0);
  await watching.prints(/"not-running"/);
  const second = await start(account);
  await watching.prints(/"text":"97%"/);
  await end(second, "SIGKILL");
  await watching.prints(/"not-running"/);
  assertEquals(await watching.stop(), 0);
  assertEquals(watching.errors, []);
  watching.lines.forEach((line, index) => {
    assert(typeof JSON.parse(line).text === "string", line);
    assert(line !== watching.lines[index - 1], `twice: ${line}`);
  });
});

test("status --watch prints each form again at a change, and says beside it that nothing runs", async (account) => {
  const plain = watch(account);
  const filled = watch(account, "--format", "{percent}|{condition}");
  const line = watch(account, "--line");
  const whole = watch(account, "--json");
  await filled.prints(/^--\|not-running$/);
  await line.prints(/^claudeminder is not running$/);
  while (plain.errors.length === 0 || whole.errors.length === 0) await pause();
  assertEquals([...plain.errors, ...whole.errors], Array(2).fill("claudeminder is not running"));
  const program = await start(account);
  await filled.prints(/^81\|good$/);
  await line.prints(/^Week · Fable 81%/);
  while (!plain.lines.some((each) => each.includes("Fable: 81%"))) await pause();
  while (!whole.lines.some((each) => each.includes('"percent":81'))) await pause();
  account.endpoint.answer = () => Response.json(julyBody({ fable: 97 }));
  json(await account.run("refresh_usage"));
  await filled.prints(/^97\|good$/);
  assertMatch(plain.lines.join("\n"), /^claudeminder: 15\.0%/m);
  for (const each of [plain, filled, line, whole]) assertEquals(await each.stop(), 0);
  await end(program);
});

test("status --watch says once that the program lets nobody follow it, and does not ask again and again", async (account) => {
  const program = await start(account);
  const serverFile = join(account.env.XDG_RUNTIME_DIR ?? "", "claudeminder/server.json");
  const address = JSON.parse(await Deno.readTextFile(serverFile));
  const readers = [];
  for (let status = 200; status === 200;) {
    const response = await fetch(`${address.url}/events`, {
      headers: { authorization: `Bearer ${address.token}` },
    });
    status = response.status;
    readers.push(response);
  }
  const watching = watch(account);
  while (watching.errors.length === 0) await pause();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  assertEquals(await watching.stop(), 0);
  assertEquals(watching.errors, [
    "the running claudeminder cannot be followed, tried again: Too many event streams",
  ]);
  for (const response of readers) await response.body?.cancel();
  await end(program);
});
