/** What a program that stays prints: src/host/programs/unix_programs.ts passes on all of it, and keeps none. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { end, sh, until } from "./real_program.ts";

const ignore = Deno.build.os !== "linux";
const PATH = Deno.env.get("PATH") ?? "";
const MB = 1_000_000;

Deno.test({
  name: "stdout and stderr give 100 MB each, in order, without keeping it",
  ignore,
  async fn() {
    const numbers = `seq 1 14000000 | head -c ${100 * MB}`;
    const program = await sh(stayingPrograms(() => PATH), `${numbers} & ${numbers} >&2; wait`);
    const before = Deno.memoryUsage().rss;
    let most = 0;
    const check = async (stream: ReadableStream<Uint8Array>) => {
      let bytes = 0;
      let next = 1;
      let rest = "";
      const decoder = new TextDecoder();
      for await (const part of stream) {
        bytes += part.length;
        const lines = (rest + decoder.decode(part)).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) {
          if (line !== String(next++)) throw new Error(`${line} stands where ${next - 1} should`);
        }
        most = Math.max(most, Deno.memoryUsage().rss);
      }
      return bytes;
    };
    assertEquals(await Promise.all([check(program.stdout), check(program.stderr)]), [100 * MB, 100 * MB]);
    assert(most - before < 100 * MB, `${(most - before) / MB} MB`);
    assertEquals(await program.ended, { code: 0, signal: null });
    await end(program);
  },
});

Deno.test({
  name: "stdout is not read ahead: a program that nobody reads from waits",
  ignore,
  async fn() {
    const program = await sh(stayingPrograms(() => PATH), "exec head -c 100000000 /dev/zero");
    const stat = () => Deno.readTextFileSync(`/proc/${program.record.pid}/io`);
    const written = () => Number(/wchar: (\d+)/.exec(stat())?.[1]);
    let last = -1;
    // Until it writes no more.
    await until(() => {
      const now = written();
      const isSame = now === last && now > 0;
      last = now;
      return isSame;
    }, "a full pipe");
    assert(last < 1 * MB, `${last} bytes`);
    await end(program);
  },
});
