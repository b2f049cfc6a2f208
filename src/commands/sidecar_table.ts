/** The sidecars of the running program as `sidecar list` shows them to a person. */
import * as z from "zod";
import { second } from "../core/time/units.ts";
import type { CommandParts } from "./command.ts";

/** What is read of the running program's answer. */
export const listedSidecar = z.object({
  name: z.string(),
  state: z.enum([
    "idle",
    "starting",
    "healthy",
    "unhealthy",
    "restarting",
    "stopping",
    "stopped",
    "failed",
  ]),
  url: z.string().nullable(),
  pid: z.number().nullable(),
  restartCount: z.number(),
  uptime_seconds: z.number().nullable(),
  reason: z.string().nullable(),
});
export type ListedSidecar = z.output<typeof listedSidecar>;

export const listedSidecars = z.object({ sidecars: z.array(listedSidecar) });

/** A line of headings, and one for each. */
export function sidecarTable(
  sidecars: readonly ListedSidecar[],
  { words: { sidecar: words }, messages }: Pick<CommandParts, "words" | "messages">,
): readonly string[] {
  const { columns, inProcess } = words;
  const rows = sidecars.map(({ name, state, uptime_seconds, url, pid, restartCount, reason }) => [
    name,
    messages.sidecars.phases[state],
    uptime_seconds === null ? "-" : messages.sidecars.uptime(uptime_seconds * second),
    url ?? (pid === null ? "-" : inProcess(pid)),
    String(restartCount),
    reason ?? "",
  ]);
  const headings = [
    ...[columns.name, columns.state, columns.uptime, columns.place, columns.restarts],
    rows.some((row) => row.at(-1) !== "") ? columns.reason : "",
  ];
  return aligned([headings, ...rows]);
}

/** Each column as wide as its widest cell. All but the last, which has no width, are of narrow letters. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? "")].length))
  );
  return rows.map((row) =>
    row.map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - [...cell].length)).join("   ")
      .trimEnd()
  );
}
