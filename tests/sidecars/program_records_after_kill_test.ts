/** What is left when the program is killed together with its guard: the next start ends it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { stringify } from "smol-toml";
import { GUARD_NAME } from "../../src/host/programs/program_guard.ts";
import { isAlive, killAllWith, livingWith } from "../support/living_processes.ts";
import { end, newAccount } from "../support/program.ts";
import { naughty } from "./fixtures/real_sidecars.ts";

/** Waits for something that the program does. */
async function until(isSo: () => boolean, what: string): Promise<void> {
  const late = performance.now() + 20_000;
  while (!isSo()) {
    assert(performance.now() < late, `Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Deno.test("the next start ends what a killed program and its guard have left, and runs one of each", {
  ignore: Deno.build.os !== "linux",
}, async () => {
  await using account = await newAccount();
  await account.signIn();
  const own = `HOME=${account.folder}\0`;
  const mark = { MARK_OF_TEST: account.folder };
  const sidecars = [naughty("deaf", "ignores-term"), naughty("leaves", "leaves")]
    .map((each) => ({ ...each, start: "with-app", env: mark }));
  await account.writeSettings(stringify({ sidecar: sidecars }));
  const records = `${account.folder}/state/claudeminder/sidecars.json`;
  const recorded = () => JSON.parse(textOf(records) || '{"sidecars":[]}').sidecars.length;
  /** Whether each has said so many times that it has begun. */
  const areUp = (times: number) =>
    ["deaf", "leaves"].every((name) => {
      const printed = textOf(`${account.folder}/state/claudeminder/logs/sidecars/${name}.stdout.log`);
      return printed.split("up\n").length > times;
    });
  const marked = () => livingWith(`MARK_OF_TEST=${account.folder}\0`).map(({ pid }) => pid);
  try {
    const first = account.start("run", "--headless");
    await until(() => areUp(1) && recorded() === 2, "the sidecars");
    const left = marked();
    const runs = left.map((pid) =>
      /CLAUDEMINDER_SIDECAR=([^\0]*-)/.exec(textOf(`/proc/${pid}/environ`))?.[1]
    );
    // While it stands still it cannot start another guard.
    first.kill("SIGSTOP");
    for (const pid of guardsOf(runs[0] ?? "")) Deno.kill(pid, "SIGKILL");
    first.kill("SIGKILL");
    await first.status;
    assertEquals(left.filter(isAlive), left);

    const second = account.start("run", "--headless");
    await until(() => !left.some(isAlive), "the end of what was left");
    await until(() => areUp(2) && recorded() === 2 && marked().length === 3, "the sidecars");
    const { code } = await end(second);
    assertEquals([code, marked(), recorded()], [0, [], 0]);
  } finally {
    killAllWith(own);
  }
});

/** `run`: what the marks of its programs begin with. */
function guardsOf(run: string): readonly number[] {
  return [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name)).map(({ name }) =>
    Number(name)
  )
    .filter((pid) => {
      const line = textOf(`/proc/${pid}/cmdline`).split("\0");
      return line.includes(GUARD_NAME) && line.includes(`CLAUDEMINDER_SIDECAR=${run}`);
    });
}

/** "" where there is no such file. */
function textOf(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return "";
  }
}
