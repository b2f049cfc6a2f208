/** Deletes the files that processes left behind that were killed while they wrote. */
import type { Settings } from "../core/settings.ts";
import { placeOf } from "../core/text/path.ts";
import type { Host } from "../host/host.ts";
import type { OwnFiles } from "./own_files.ts";

/** In every folder that this program writes to. Never rejects. */
export async function sweepUnfinishedWrites(
  host: { readonly files: Pick<Host["files"], "ways" | "sweep"> },
  { settings: settingsFile, state, server }: OwnFiles,
  { opencode: { state_file, usage_file }, metrics: { textfile } }: Settings,
): Promise<void> {
  // Where the settings file is a link, the file that it leads to is written.
  const settings = await host.files.ways(settingsFile).catch(() => [settingsFile]);
  const written = [...settings, state, server, state_file, usage_file, textfile].filter((path) =>
    path !== ""
  );
  const folders = new Set(written.map((path) => placeOf(path).folder));
  for (const folder of folders) await host.files.sweep(folder);
}
