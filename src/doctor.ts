/** What works on this machine and what does not, with the remedy of each. Sends no request to the endpoint, and tells no secret. */
import type { Kept } from "./core/kept.ts";
import type { CheckName } from "./core/language/command_messages.ts";
import { describeAutostart } from "./commands/autostart.ts";
import type { ExitStatus, InstalledParts } from "./commands/parts.ts";
import type { RouteDescription } from "./net/client.ts";
import { loadKept, reason } from "./persistence.ts";
import { connectRunning } from "./rpc_client.ts";
import { loadSettings } from "./settings.ts";
import type { NoticeSender } from "./notify/sender.ts";
import type { TrayChoice } from "./tray/choose.ts";

export interface DoctorParts extends InstalledParts {
  readonly chooseTray: () => Promise<TrayChoice>;
  readonly sender: NoticeSender;
  /** Program, runtime and system, in words. */
  readonly about: string;
  /** Where usage is asked for. */
  readonly usageUrl: string;
}

export interface Check {
  readonly name: CheckName;
  readonly result: "ok" | "warning" | "problem";
  /** For a person, in their language; the remedy too. */
  readonly detail: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** Prints every check; the exit status is 1 when one of them is a problem. */
export async function doctor(parts: DoctorParts, { json }: { json: boolean }): Promise<ExitStatus> {
  const checks = await runChecks(parts);
  if (json) parts.out(JSON.stringify({ about: parts.about, checks }));
  else {
    const { names, results } = parts.words.doctor;
    parts.out(parts.about);
    for (const { name, result, detail, remedy } of checks) {
      const mark = results[result];
      parts.out(`${mark}  ${names[name]}: ${detail}`);
      if (remedy !== null) parts.out(`${" ".repeat(mark.length + 2)}-> ${remedy}`);
    }
  }
  return checks.some((check) => check.result === "problem") ? 1 : 0;
}

async function runChecks(parts: DoctorParts): Promise<readonly Check[]> {
  const { host, files, messages, words: { doctor: words } } = parts;
  const settings = await loadSettings(host, files.config);
  if (settings.kind === "problems") {
    // A wrong proxy or pin may be among them: nothing is sent before they are mended.
    return settings.problems.map((why) =>
      problem("settings", messages.reason(why), words.mendFile(files.config))
    );
  }
  const { kept, problem: keptProblem } = await loadKept(host, files.state);
  const net = parts.createNet(settings.config.usage);
  const provider = parts.createProvider(() => net);
  const found = await provider.credential({ again: true });
  const [failure, tray, notices, running] = await Promise.all([
    provider.probe(),
    parts.chooseTray(),
    parts.sender.describe().finally(() => parts.sender.close()),
    connectRunning(host, files.server),
  ]);
  running?.close();
  const now = host.now();
  return [
    settings.unknownKeys.length === 0 ? ok("settings", files.config) : warning(
      "settings",
      words.noSuchSetting(settings.unknownKeys.join(", ")),
      words.checkSpelling,
    ),
    found.kind === "token"
      ? ok("sign-in", words.signedIn(found.token.origin, validity(parts, found.token.expiresAt, now)))
      : problem("sign-in", messages.failure(found.failure), messages.advice(found.failure)),
    routeCheck(parts, net.describeRoute(parts.usageUrl)),
    failure === null ? ok("endpoint", words.reachable(new URL(parts.usageUrl).host)) : problem(
      "endpoint",
      messages.failure(failure),
      messages.advice(failure) ?? words.checkNetwork,
    ),
    budgetCheck(
      parts,
      kept,
      settings.config.usage.max_requests_per_hour,
      found.kind === "token" ? found.token.hash : null,
      now,
    ),
    trayCheck(parts, tray),
    notices.kind === "works"
      ? ok("notifications", messages.reason(notices.detail))
      : warning("notifications", messages.reason(notices.why), messages.reason(notices.help)),
    keptProblem === null ? await stateCheck(parts) : warning("state", messages.reason(keptProblem), null),
    await autostartCheck(parts),
    ok("running", running === null ? words.notRunning : words.running(running.address.pid)),
  ];
}

function routeCheck({ messages, words: { doctor: words } }: DoctorParts, route: RouteDescription): Check {
  switch (route.kind) {
    case "direct":
      return ok("proxy", words.noProxy(route.because));
    case "proxy":
      return ok("proxy", words.proxy(route.proxy, route.from));
    case "bad":
      return problem("proxy", messages.reason(route.why), words.correctProxy);
  }
}

function budgetCheck(
  { messages, words: { doctor: words } }: DoctorParts,
  kept: Kept,
  allowed: number,
  tokenHash: string | null,
  now: number,
): Check {
  const gate = kept.gates.find((candidate) => candidate.tokenHash === tokenHash && candidate.until > now);
  if (gate !== undefined) {
    const nextTry = messages.nextTry(messages.clock(gate.until, now));
    return warning("requests", words.rateLimited(nextTry), words.waitForIt);
  }
  const spent = kept.requests.filter((at) => now - at < 3_600_000).length;
  return ok("requests", words.requests(spent, allowed));
}

function trayCheck({ messages }: DoctorParts, choice: TrayChoice): Check {
  const inWords = ({ why, help }: { why: string; help: string }) =>
    [messages.reason(why), messages.reason(help)] as const;
  if (choice.kind === "headless") return problem("tray", ...inWords(choice));
  const { driver, availability } = choice;
  switch (availability.kind) {
    case "yes":
      return ok("tray", driver.name);
    case "later":
      return warning("tray", ...inWords(availability));
    case "no":
      return problem("tray", ...inWords(availability));
  }
}

async function autostartCheck(parts: DoctorParts): Promise<Check> {
  try {
    const { text, works } = await describeAutostart(parts);
    return works ? ok("autostart", text) : warning("autostart", text, parts.words.autostart.enableAnew);
  } catch (error) {
    return warning("autostart", parts.messages.reason(reason(error)), null);
  }
}

async function stateCheck({ host, files, words: { doctor: words } }: DoctorParts): Promise<Check> {
  const info = await host.files.stat(files.state);
  if (info === null) return ok("state", words.notThereYet(files.state));
  const open = info.mode !== null && (info.mode & 0o077) !== 0;
  return open
    ? warning("state", words.readByOthers(files.state), `chmod 600 ${files.state}`)
    : ok("state", files.state);
}

function validity(
  { messages, words: { doctor: words } }: DoctorParts,
  expiresAt: number | null,
  now: number,
) {
  return expiresAt === null ? words.withoutExpiry : words.validFor(messages.duration(expiresAt - now));
}

function ok(name: CheckName, detail: string): Check {
  return { name, result: "ok", detail, remedy: null };
}

function warning(name: CheckName, detail: string, remedy: string | null): Check {
  return { name, result: "warning", detail, remedy };
}

function problem(name: CheckName, detail: string, remedy: string | null): Check {
  return { name, result: "problem", detail, remedy };
}
