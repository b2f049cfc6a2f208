/** What Windows tells of a job object, as bytes; the calls themselves are made under Wine, in tests/e2e/windows_program_test.ts. */
import { assertEquals } from "@std/assert";
import { pidsFrom } from "../../../src/host/windows/job_object.ts";

const numbers = (...all: readonly number[]) => new Uint8Array(new Uint32Array(all).buffer);

Deno.test("pidsFrom() reads the pids of a list, and no further than there are bytes", () => {
  assertEquals(pidsFrom(numbers(2, 2, 812, 0, 4_000_000_000, 0)), [812, 4_000_000_000]);
  assertEquals(pidsFrom(numbers(0, 0)), []);
  assertEquals(pidsFrom(numbers(9, 9, 812, 0)), [812]);
  assertEquals(pidsFrom(numbers(9, 1, 812, 0, 813, 0)), [812]);
});
