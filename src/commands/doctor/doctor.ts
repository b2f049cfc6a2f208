/**
 * `doctor`: what works on this machine and what does not, with a remedy for each. It does not ask for usage, sends no
 * token and tells no secret. It changes nothing, except that it puts the tray helper in its place if one is needed.
 * This module is only loaded for this command.
 */
import { doctorMessagesIn } from "../../core/language/doctor_catalogues.ts";
import type { CheckName, DoctorMessages } from "../../core/language/doctor_messages.ts";
import type { ExitStatus } from "../command.ts";
import { nothingSaved } from "../../core/saved_state.ts";
import { shownLine, withShownTexts } from "../../core/text/shown_text.ts";
import { type FoundState, readBudget, readSavedState } from "../../storage/state_file.ts";
import { loadSettings } from "../../storage/settings_file.ts";
import { answerChecks } from "./answer_checks.ts";
import { type Check, type DoctorParts, type Examination, ok, problem, warning } from "./check.ts";
import { autostartCheck, notificationCheck, trayCheck } from "./desktop_checks.ts";
import { fileChecks } from "./file_checks.ts";
import { historyCheck } from "./history_check.ts";
import { newestVersionCheck } from "./newest_version_check.ts";
import { networkChecks } from "./network_checks.ts";
import { opencodeChecks } from "./opencode_checks.ts";
import { requestBudgetCheck } from "./request_budget_check.ts";
import { loopbackCheck, runningCheck } from "./running_checks.ts";
import { statusLineCheck } from "./status_line_check.ts";
import { sidecarChecks } from "./sidecar_checks.ts";
import { signInChecks } from "./sign_in_checks.ts";
import { aboutLine, desktopFacts, surroundingsLine, type Versions, versionsOf } from "./versions.ts";

/** What `--json` prints, on one line. Keys are never removed. The person's home folder is written as `~`. */
export interface Report {
  /** Program, runtime and system, in words. */
  readonly about: string;
  readonly versions: Versions;
  /** In the order of the table of names. A name can come several times. */
  readonly checks: readonly Check[];
}

/** Prints every check. The exit status is 1 if one of them is a problem. */
export async function doctor(parts: DoctorParts, { json }: { json: boolean }): Promise<ExitStatus> {
  const says = doctorMessagesIn(parts.language);
  const report = withShownTexts(await examine({ ...parts, says }));
  const { home } = parts.platform;
  const tidy = (_: string, value: unknown) => typeof value === "string" ? withoutHome(value, home) : value;
  if (json) parts.out(JSON.stringify(report, tidy));
  else for (const line of linesOf(report, says)) parts.out(line);
  return report.checks.some((check) => check.result === "problem") ? 1 : 0;
}

async function examine(exam: Examination): Promise<Report> {
  const { host, files, messages, says } = exam;
  const [loaded, desktop, state] = await Promise.all([
    loadSettings(host, files.settings),
    desktopFacts(exam),
    readSavedState(host, files.state),
  ]);
  const saved = {
    ...(state.kind === "read" ? state.saved : nothingSaved),
    ...await readBudget(host, files.state, state),
  };
  const broken = (name: CheckName) => (error: unknown) => [
    // Only the error's name, because its message may contain a secret.
    problem(name, says.broke(error instanceof Error ? error.name : "?"), says.reportIt),
  ];
  const guarded = (name: CheckName, work: () => Promise<readonly Check[]>) => work().catch(broken(name));
  const here = Promise.all([
    guarded("tray", async () => [await trayCheck(exam, desktop)]),
    guarded("notifications", async () => [await notificationCheck(exam, desktop)]),
    guarded("autostart", async () => [await autostartCheck(exam)]),
    guarded("running", async () => [await runningCheck(exam)]),
    guarded("loopback", async () => [await loopbackCheck(exam)]),
    guarded("status-line", async () => [await statusLineCheck(exam)]),
  ]);
  if (loaded.kind === "problems") {
    // A wrong proxy or pin may be among the problems: nothing is sent before they are corrected.
    const checks = [
      loaded.problems.map((why) => problem("settings", messages.reason(why), says.mendFile(files.settings))),
      ...await here,
      await guarded("files", () => fileChecks(exam, [], null)),
      [stateCheck(exam, state)],
    ].flat();
    return { about: aboutLine(exam.runtime), versions: versionsOf(exam, desktop, []), checks };
  }
  const { settings } = loaded;
  const net = exam.createNet(settings.usage);
  const provider = exam.createProvider(() => net);
  const signIn = await signInChecks(exam, provider);
  const [network, opencode, desk] = await Promise.all([
    guarded("endpoint", () => networkChecks(exam, { net, provider, usage: settings.usage })),
    opencodeChecks(exam, settings.opencode)
      .catch((error) => ({ checks: broken("opencode")(error), versions: [] })),
    here,
  ]);
  const checks = [
    loaded.unknownKeys.length === 0
      ? [
        ok(
          "settings",
          await isThere(exam, files.settings) ? files.settings : says.defaultsHold(files.settings),
        ),
      ]
      : [warning("settings", says.noSuchSetting(loaded.unknownKeys.join(", ")), says.checkSpelling)],
    signIn.checks,
    network,
    [requestBudgetCheck(exam, saved, settings, signIn.token)],
    await guarded("answer", () => answerChecks(exam, saved)),
    [newestVersionCheck(exam, saved, settings.updates)],
    ...desk,
    opencode.checks,
    await guarded("sidecar", () => sidecarChecks(exam, settings.sidecar)),
    await guarded("files", () => fileChecks(exam, signIn.files, settings)),
    [stateCheck(exam, state)],
    await guarded("history", async () => [await historyCheck(exam, settings)]),
  ].flat();
  return { about: aboutLine(exam.runtime), versions: versionsOf(exam, desktop, opencode.versions), checks };
}

/**
 * The file is not changed, whatever is in it. The running program, or the next one, sets it aside if it makes no sense.
 */
function stateCheck({ files: { state: file }, messages, says }: Examination, state: FoundState): Check {
  switch (state.kind) {
    case "read":
      return state.lost.length === 0
        ? ok("state", file)
        : warning("state", says.senselessParts(file, state.lost.join(", ")), says.setAsideAtStart);
    case "missing":
      return ok("state", says.notThereYet(file));
    case "unreadable":
      return warning("state", messages.reason(state.problem), says.mendFile(file));
    case "senseless":
      return warning("state", says.senseless(file), says.setAsideAtStart);
  }
}

async function isThere({ host }: Examination, file: string): Promise<boolean> {
  return await host.files.stat(file).catch(() => null) !== null;
}

function linesOf({ about, versions, checks }: Report, says: DoctorMessages): readonly string[] {
  return [
    about,
    `  ${shownLine(surroundingsLine(versions))}`,
    ...checks.flatMap(({ name, result, detail, remedy }) => {
      const mark = says.results[result];
      const line = `${mark}  ${says.names[name]}: ${shownLine(detail)}`;
      return remedy === null ? [line] : [line, `${" ".repeat(mark.length + 2)}-> ${shownLine(remedy)}`];
    }),
  ];
}

/** Writes `~` for the home folder: a bug report need not tell a person's name. */
export function withoutHome(text: string, home: string): string {
  const plain = home.replace(/[\\/]+$/, "");
  if (plain === "") return text;
  // Windows accepts both kinds of separators.
  return [plain, plain.replaceAll("\\", "/")].reduce(
    (rest, path) => rest.replace(wholeName(path), "~"),
    text,
  );
}

/** Matches the path only as a whole: not the beginning of another folder's name, and not the end of another path. */
function wholeName(path: string): RegExp {
  return new RegExp(`(?<![\\w.~-])${path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`, "g");
}
