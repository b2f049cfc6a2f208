/** Each sidecar of the settings: whether its program and its folder are there, its port is free or its own, and how it is. */
import type { SidecarReason } from "../../core/reason.ts";
import type { SidecarSettings } from "../../core/sidecars/sidecar_settings.ts";
import { second } from "../../core/time/units.ts";
import { connectRunning } from "../../server/rpc_client.ts";
import { portsOf } from "../../sidecars/port_choice.ts";
import { type ListedSidecar, listedSidecars } from "../sidecar_table.ts";
import { type Check, type Examination, ok, problem, warning } from "./check.ts";
import { findProgram } from "./find_program.ts";

/** How long its answer may take. */
const ANSWER_MS = 5_000;

/** What the running program knows: of each sidecar by its name; null = it does not run, or does not say. */
type Known = ReadonlyMap<string, ListedSidecar> | null;

/** None without sidecars in the settings. */
export async function sidecarChecks(
  exam: Examination,
  sidecars: readonly SidecarSettings[],
): Promise<readonly Check[]> {
  if (sidecars.length === 0) return [];
  const known = await askRunning(exam);
  return (await Promise.all(sidecars.map((each) => checksOf(exam, each, known)))).flat();
}

async function askRunning({ host, files }: Examination): Promise<Known> {
  const running = await connectRunning(host, files.server);
  try {
    const answer = listedSidecars.safeParse(
      await running?.call("sidecar.list", undefined, AbortSignal.timeout(ANSWER_MS)),
    );
    return answer.success ? new Map(answer.data.sidecars.map((each) => [each.name, each])) : null;
  } catch {
    return null;
  } finally {
    running?.close();
  }
}

/** What is wrong, one check for each; where nothing is, one that says what is so. */
async function checksOf(
  exam: Examination,
  settings: SidecarSettings,
  known: Known,
): Promise<readonly Check[]> {
  const status = known?.get(settings.name);
  const found = [
    await programFinding(exam, settings),
    await folderFinding(exam, settings),
    isRunning(status) ? null : await portFinding(exam, settings),
    healthFinding(exam, settings, status, known !== null),
  ].filter((each) => each !== null);
  const say = (facts: readonly string[]) => `${settings.name}: ${facts.join("; ")}`;
  const wrong = found.filter(({ result }) => result !== "ok");
  if (wrong.length === 0) return [ok("sidecar", say(found.map(({ fact }) => fact)))];
  return wrong.map(({ result, fact, remedy }) =>
    (result === "problem" ? problem : warning)("sidecar", say([fact]), remedy)
  );
}

/** Its port is its own then. */
function isRunning(status: ListedSidecar | undefined): boolean {
  return status !== undefined && status.pid !== null;
}

interface Finding {
  readonly result: Check["result"];
  readonly fact: string;
  readonly remedy: string | null;
}

const fine = (fact: string): Finding => ({ result: "ok", fact, remedy: null });
const wrong = (fact: string, remedy: string): Finding => ({ result: "problem", fact, remedy });

async function programFinding(exam: Examination, settings: SidecarSettings): Promise<Finding> {
  const { host, platform, says: { sidecars: says }, files } = exam;
  const [program = ""] = settings.command;
  const found = await findProgram(host.files, program, {
    os: platform.os,
    path: settings.env.PATH ?? host.env("PATH") ?? "",
    cwd: folderOf(exam, settings),
    endings: host.env("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD",
  });
  switch (found.kind) {
    case "program":
      return fine(found.path);
    case "missing":
      return wrong(
        inWords(exam, { kind: "program-missing", program }),
        says.installOrCorrect(files.settings),
      );
    case "not-a-file":
      return wrong(says.notAFile(found.path), says.installOrCorrect(files.settings));
    case "not-executable":
      return wrong(says.notExecutable(found.path), says.makeExecutable(found.path));
  }
}

async function folderFinding(exam: Examination, settings: SidecarSettings): Promise<Finding | null> {
  // Where a person has no home it is started all the same.
  if (settings.cwd === "") return null;
  const folder = folderOf(exam, settings);
  const info = await exam.host.files.stat(folder).catch(() => null);
  if (info?.isDirectory === true) return null;
  const { says, files } = exam;
  return wrong(inWords(exam, { kind: "folder-missing", folder }), says.sidecars.makeFolder(files.settings));
}

/** For one that does not run. */
async function portFinding(exam: Examination, settings: SidecarSettings): Promise<Finding | null> {
  const { host, says: { sidecars: says }, files } = exam;
  const ports = portsOf(settings);
  const [port] = ports;
  // There always is a free one where any will do.
  if (port === undefined || port === 0) return null;
  for (const each of ports) {
    if (!await host.isPortFree(settings.host, each)) continue;
    return each === port ? fine(says.portFree(port)) : fine(says.portTaken(port, each));
  }
  return wrong(inWords(exam, { kind: "ports-taken", ports }), says.endOrOtherPort(files.settings));
}

function healthFinding(
  exam: Examination,
  { name, start }: SidecarSettings,
  status: ListedSidecar | undefined,
  isWatched: boolean,
): Finding {
  const { says: { sidecars: says }, messages } = exam;
  if (!isWatched) return fine(says.notWatched);
  if (status === undefined) return { result: "warning", fact: says.notKnown, remedy: exam.says.startAnew };
  const why = status.reason ?? "";
  switch (status.state) {
    case "healthy": {
      const where = status.url ?? says.inProcess(status.pid ?? 0);
      return fine(says.runs(where, messages.ago((status.uptime_seconds ?? 0) * second)));
    }
    case "unhealthy":
    case "restarting":
      return { result: "warning", fact: why, remedy: says.look(name) };
    case "failed":
      return wrong(why, says.lookAndStart(name));
    case "starting":
      return fine(says.starting);
    case "stopping":
      return fine(says.stopping);
    case "idle":
    case "stopped":
      return fine(start === "on-demand" ? says.onDemand : says.stopped);
  }
}

/** The folder that it is started in. */
function folderOf({ platform }: Examination, { cwd }: SidecarSettings): string {
  return cwd === "" ? platform.home : cwd;
}

function inWords({ messages }: Examination, reason: SidecarReason): string {
  return messages.reason({ about: "sidecar", ...reason });
}
