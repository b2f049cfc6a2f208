/** Whether the running program answers the status line of the vendor's own program. */
import { readServerFile } from "../../server/server_file.ts";
import { askStatusLine } from "../../server/status_line_request.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

export async function statusLineCheck({ host, files, platform, says }: Examination): Promise<Check> {
  if (platform.os === "windows") return ok("status-line", says.statusLine.byProgram);
  const { statusLine: path } = files;
  // Nothing is told of a session, so nothing changes.
  const line = await askStatusLine(host, path, { body: new Uint8Array(), folder: "", columns: "" });
  if (line !== null) return ok("status-line", says.statusLine.answers(path));
  return await readServerFile(host, files.server) === null
    ? ok("status-line", says.statusLine.whileRunning(path))
    : warning("status-line", says.statusLine.silent(path), says.statusLine.lookAtFolder);
}
