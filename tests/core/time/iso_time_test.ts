// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { isoDay, isoTime, isoTimeOfUsageFile } from "../../../src/core/time/iso_time.ts";

const noon = Date.UTC(2026, 0, 17, 12);

Deno.test("isoTime() is in UTC with the offset in digits, and with a fraction only where there is one", () => {
  assertEquals(isoTime(noon), "2026-01-17T12:00:00+00:00");
  assertEquals(isoTime(noon + 40), "2026-01-17T12:00:00.040+00:00");
});

Deno.test("isoTimeOfUsageFile() ends with Z and has never a fraction", () => {
  assertEquals(isoTimeOfUsageFile(noon), "2026-01-17T12:00:00Z");
  assertEquals(isoTimeOfUsageFile(noon + 999), "2026-01-17T12:00:00Z");
});

Deno.test("isoDay() is the day in UTC", () => assertEquals(isoDay(noon + 12 * 3_600_000 - 1), "2026-01-17"));
