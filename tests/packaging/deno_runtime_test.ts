import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { runtimeFor, runtimeVariable } from "../../packaging/deno_runtime.ts";
import { BuildError, targetOf } from "../../packaging/targets.ts";
import { ARM64_ELF } from "./program_beginnings.ts";

Deno.test("runtimeFor() takes the variable of the target, and DENORT_BIN when it is of the target", async () => {
  const arm = targetOf("aarch64-unknown-linux-gnu");
  const path = await Deno.makeTempFile({ prefix: "claudeminder-denort-" });
  try {
    await Deno.writeFile(path, ARM64_ELF);
    const own = runtimeVariable(arm.triple);
    assertEquals(own, "DENORT_BIN_AARCH64_UNKNOWN_LINUX_GNU");
    const from = (variables: Record<string, string>, target = arm) =>
      runtimeFor(target, (name) => variables[name]);
    assertEquals(await from({ [own]: path, DENORT_BIN: "/none" }), path);
    assertEquals(await from({ DENORT_BIN: path }), path);
    const intel = targetOf("x86_64-unknown-linux-gnu");
    const refused = await assertRejects(
      () => from({ [runtimeVariable(intel.triple)]: path }, intel),
      BuildError,
    );
    assertStringIncludes(refused.message, "not a program for x86_64-unknown-linux-gnu");
    await assertRejects(() => from({ DENORT_BIN: "/none" }), BuildError, 'DENORT_BIN names "/none"');
  } finally {
    await Deno.remove(path);
  }
});
