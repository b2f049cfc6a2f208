/** Unix sockets that a killed program has left: the next one could not listen there. */
import { unlessMissing, withinDiskTime } from "../files/disk_time_limit.ts";

/** As `Host.clearSocket`. */
export async function clearSocket(path: string): Promise<boolean> {
  const there = await withinDiskTime("read", path, () => unlessMissing(Deno.lstat(path)));
  // Anything else is not ours to remove. Whoever wants to listen there will say that it is in the way.
  if (there?.isSocket !== true) return true;
  try {
    (await Deno.connect({ transport: "unix", path })).close();
    return false;
  } catch (error) {
    // A socket of which nothing more is known may be somebody's.
    if (!(error instanceof Deno.errors.ConnectionRefused)) return error instanceof Deno.errors.NotFound;
  }
  await withinDiskTime("write", path, () => unlessMissing(Deno.remove(path)));
  return true;
}
