/** Which file a person wants to see of a sidecar: it writes its output into one, and its errors into another. */
import { ReasonError } from "../core/reason_error.ts";
import type { Host } from "../host/host.ts";

/** The file that was written to last, and that of the errors if both were. Rejects where it has printed nothing yet. */
export async function logToOpen(
  host: { readonly files: Pick<Host["files"], "stat"> },
  name: string,
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): Promise<string> {
  const [output, errors] = await Promise.all([writtenAt(stdout), writtenAt(stderr)]);
  if (output === null && errors === null) throw new ReasonError({ about: "sidecar", kind: "no-log", name });
  return (errors ?? -Infinity) >= (output ?? -Infinity) ? stderr : stdout;

  /** Null = there is nothing in it. */
  async function writtenAt(path: string): Promise<number | null> {
    const info = await host.files.stat(path);
    return info === null || info.size === 0 ? null : info.modifiedAt;
  }
}
