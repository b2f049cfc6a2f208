// @ts-types="../../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";

Deno.test("processUse() counts the processor time of this process, and says how large and how old it is", () => {
  const host = denoHost();
  const before = host.processUse();
  const begin = performance.now();
  let sum = 0;
  while (host.processUse().cpuMs < before.cpuMs + 50) {
    for (let number = 0; number < 1e6; number++) sum += number;
    assert(performance.now() - begin < 60_000, `no time is counted (${sum})`);
  }
  // A test may run in a thread that is younger than the process.
  assert(before.cpuMs > 0 && before.cpuMs < 3_600_000 * navigator.hardwareConcurrency);
  assert(before.residentBytes > 10e6 && before.residentBytes < 10e9);
  assert(before.startedAt < Date.now() && before.startedAt > Date.now() - 3_600_000);
});
