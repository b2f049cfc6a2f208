/** How a program is ended: asked, told, forced; and it is seen to that all its processes are gone. */
import { second } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import type { ProcessGroup, ProgramEnd } from "../host/staying_program.ts";

type EndHost = Pick<Host, "monotonic" | "sleep">;

/** How long a program that was asked to end may take before it is told to, if it does not say. */
export const longestAskedMs = 5 * second;
/** How long a program that was told to end may take before it is forced to. */
const toldMs = 2 * second;
/** The system may need a moment to take away a process that was forced. */
const forcedMs = 2 * second;
const firstLookMs = 10;
const longestLookMs = 200;

export interface EndingProgram extends ProcessGroup {
  readonly ended: Promise<ProgramEnd>;
}

/**
 * Ends a program and all that it has started. `ask`: asks it to end; null = it cannot be asked. `askedMs`: how long it may take then.
 * Resolves with the pids of those that are there even so; none = all are gone.
 */
export async function endProgram(
  host: EndHost,
  program: EndingProgram,
  ask: (() => void) | null,
  askedMs = longestAskedMs,
): Promise<readonly number[]> {
  if (ask !== null) {
    ask();
    const wait = new AbortController();
    await Promise.race([program.ended, host.sleep(askedMs, wait.signal)]);
    wait.abort();
  }
  return await endGroup(host, program);
}

/** Tells the processes to end, and forces those that do not. Resolves as `endProgram()` does. */
export async function endGroup(host: EndHost, group: ProcessGroup): Promise<readonly number[]> {
  if (group.living().length === 0) return [];
  group.signal("terminate");
  const left = await leftAfter(host, group, toldMs, () => {});
  return left.length === 0 ? [] : await forceGroup(host, group);
}

/** Forces the processes to end. Resolves as `endProgram()` does. */
export async function forceGroup(host: EndHost, group: ProcessGroup): Promise<readonly number[]> {
  const force = () => group.signal("kill");
  force();
  // One of them may have started another one meanwhile.
  return await leftAfter(host, group, forcedMs, force);
}

/** Those that are there after `ms`; resolves as soon as there are none. `again` is called after each look that finds some. */
async function leftAfter(
  host: EndHost,
  group: ProcessGroup,
  ms: number,
  again: () => void,
): Promise<readonly number[]> {
  const until = host.monotonic() + ms;
  for (let pauseMs = firstLookMs;; pauseMs = Math.min(pauseMs * 2, longestLookMs)) {
    const living = group.living();
    const leftMs = until - host.monotonic();
    if (living.length === 0 || leftMs <= 0) return living;
    again();
    await host.sleep(Math.min(pauseMs, leftMs));
  }
}
