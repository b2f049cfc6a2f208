/** A host for tests on which every program that is run ends in the same way. */
import type { Command, Host, RunOptions, RunResult } from "../../src/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";

export const ENDED: RunResult = { code: 0, stdout: "", stderr: "", timedOut: false };

/** A host whose programs all end like this; `runs` is what was run. */
export function running(result: Partial<RunResult> | Error) {
  const runs: (Command & RunOptions)[] = [];
  const run: Host["run"] = (command, options) => {
    runs.push({ ...command, ...options });
    return result instanceof Error ? Promise.reject(result) : Promise.resolve({ ...ENDED, ...result });
  };
  return { runs, host: { ...fakeHost(0).host, run } };
}
