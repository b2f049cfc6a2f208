/** Which of two processes of ours has started a program. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { stayingPrograms } from "../../../src/host/programs/staying_programs.ts";
import { end, sh } from "./real_program.ts";

Deno.test({
  name: "isOfAnother() is true of what another process has started, as long as that one runs",
  ignore: Deno.build.os === "windows",
  async fn() {
    const programs = stayingPrograms(() => Deno.env.get("PATH"));
    const another = await sh(programs, "exec sleep 600");
    const { pid, startTime, owner } = another.record;
    const isOfAnother = () => programs.isOfAnother({ owner: { pid, startTime } });
    assertEquals(owner.pid, Deno.pid);
    assertEquals(programs.isOfAnother(another.record), false);
    assertEquals(isOfAnother(), true);
    // A stranger has got its number.
    assertEquals(programs.isOfAnother({ owner: { pid, startTime: "earlier" } }), false);
    assertEquals(programs.isOfAnother({ owner: { pid, startTime: null } }), false);
    await end(another);
    assertEquals(isOfAnother(), false);
  },
});
