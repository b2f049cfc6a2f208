/** The end of this process, as a process of its own that is told to end. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { hasEnded, until } from "../programs/real_program.ts";

const ignore = Deno.build.os === "windows";
const ENDING = new URL("ending_process.ts", import.meta.url).pathname;

interface Ending extends AsyncDisposable {
  /** Of its program. */
  readonly pid: number;
  tell(signal: Deno.Signal): void;
  /** The next line that it prints; null = it has ended. */
  line(): Promise<string | null>;
  /** Its exit status. */
  readonly status: Promise<number>;
}

async function startEnding(...args: readonly string[]): Promise<Ending> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", ENDING, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const line = async () => {
    while (!text.includes("\n")) {
      const { value, done } = await lines.read();
      if (done) return null;
      text += value;
    }
    const [first = "", ...rest] = text.split("\n");
    text = rest.join("\n");
    return first;
  };
  return {
    pid: Number(await line()),
    tell: (signal) => child.kill(signal),
    line,
    status: child.status.then(({ code }) => code),
    async [Symbol.asyncDispose]() {
      await child.status;
      await lines.cancel();
    },
  };
}

Deno.test({
  name:
    "endSignal() aborts, and ends the process within 2 s whatever hangs, also when two signals come at once",
  ignore,
  async fn() {
    await using ending = await startEnding();
    const toldAt = performance.now();
    ending.tell("SIGTERM");
    ending.tell("SIGHUP");
    assertEquals(await ending.line(), "told");
    assertEquals([await ending.line(), await ending.status], [null, 1]);
    const took = performance.now() - toldAt;
    assert(took > 1_400 && took < 3_000, `${took} ms`);
  },
});

Deno.test({
  name: "endSignal() leaves time to end a program that stays, and then for what else ends",
  ignore,
  async fn() {
    await using ending = await startEnding("2500");
    ending.tell("SIGINT");
    assertEquals([await ending.line(), await ending.line()], ["told", "released"]);
    const releasedAt = performance.now();
    assertEquals([await ending.line(), await ending.status], [null, 1]);
    const took = performance.now() - releasedAt;
    assert(took > 1_400 && took < 3_000, `${took} ms`);
    assert(hasEnded(ending.pid));
  },
});

Deno.test({
  name: "endSignal() ends the process at once when it is told so again, and the program with it",
  ignore,
  async fn() {
    await using ending = await startEnding("60000");
    ending.tell("SIGINT");
    assertEquals(await ending.line(), "told");
    await new Promise((resolve) => setTimeout(resolve, 700));
    const againAt = performance.now();
    ending.tell("SIGINT");
    assertEquals([await ending.line(), await ending.status], [null, 1]);
    assert(performance.now() - againAt < 1_000);
    await until(() => hasEnded(ending.pid), "the end of the program", 5_000);
  },
});

Deno.test({
  name: "endSignal() ends the process after 10 s though a program that stays does not end",
  ignore,
  async fn() {
    await using ending = await startEnding("60000");
    const toldAt = performance.now();
    ending.tell("SIGTERM");
    assertEquals([await ending.line(), await ending.line(), await ending.status], ["told", null, 1]);
    const took = performance.now() - toldAt;
    assert(took > 9_900 && took < 12_000, `${took} ms`);
    await until(() => hasEnded(ending.pid), "the end of the program", 5_000);
  },
});
