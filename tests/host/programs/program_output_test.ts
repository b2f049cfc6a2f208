/** What a program that stays prints: src/host/programs/unix_programs.ts passes on all of it, and keeps none. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import * as z from "zod";
import { V8_FLAGS } from "../../../packaging/compile_program.ts";
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { end, sh, until } from "./real_program.ts";

const ignore = Deno.build.os !== "linux";
const PATH = Deno.env.get("PATH") ?? "";
const MB = 1_000_000;

Deno.test({
  name: "stdout and stderr give 100 MB each, in order, without keeping it",
  ignore,
  async fn() {
    const args = ["run", "-A", "--no-check", "--quiet", V8_FLAGS];
    const { stdout, success } = await new Deno.Command(Deno.execPath(), {
      args: [...args, new URL("reading_process.ts", import.meta.url).pathname],
    }).output();
    const { bytes, grown } = z.object({ bytes: z.array(z.number()), grown: z.number() })
      .parse(JSON.parse(new TextDecoder().decode(stdout)));
    assertEquals([success, bytes], [true, [100 * MB, 100 * MB]]);
    assert(grown < 40 * MB, `${grown / MB} MB`);
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
