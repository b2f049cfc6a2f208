/** What Grafana and Prometheus are given, so that they show and watch what the program tells: it goes with every download. */
import { join } from "node:path";
import { type Entry, textEntry } from "./reproducible_archive.ts";
import { ROOT } from "./source_version.ts";

export async function monitoringFiles(): Promise<readonly Entry[]> {
  return await Promise.all(
    ["alerts.yml", "grafana.json"].map(async (name) =>
      textEntry(name, await Deno.readTextFile(join(ROOT, "assets", name)))
    ),
  );
}
