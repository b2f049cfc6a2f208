/** The helpers of trays that run on a desktop. */
import type { Desktop } from "./desktop.ts";

/** Where the helper of that desktop is. */
export function helperFolder(desktop: Desktop): string {
  return `${desktop.env.XDG_STATE_HOME}/claudeminder/systray2/2.1.4`;
}

/** The processes that run a program from that folder. */
export async function running(folder: string): Promise<readonly number[]> {
  const pids: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      if ((await Deno.readLink(`/proc/${name}/exe`)).startsWith(folder)) pids.push(Number(name));
    } catch {
      // It has ended meanwhile.
    }
  }
  return pids;
}
