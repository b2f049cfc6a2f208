/** What this process itself uses of the machine. */
import process from "node:process";
import type { ProcessUse } from "../host.ts";

export function processUse(): ProcessUse {
  const { user, system } = process.cpuUsage();
  return {
    cpuMs: (user + system) / 1000,
    residentBytes: Deno.memoryUsage().rss,
    startedAt: performance.timeOrigin,
  };
}
