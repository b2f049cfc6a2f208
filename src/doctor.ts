/** What works on this machine and what does not, with the remedy of each. Sends no request to the endpoint, and tells no secret. */
import type { Kept } from "./core/kept.ts";
import type { CommandParts, ExitStatus } from "./commands/parts.ts";
import type { RouteDescription } from "./net/client.ts";
import { loadKept } from "./persistence.ts";
import { connectRunning } from "./rpc_client.ts";
import { loadSettings } from "./settings.ts";
import type { TrayChoice } from "./tray/choose.ts";

export interface DoctorParts extends CommandParts {
  readonly chooseTray: () => Promise<TrayChoice>;
  /** Program, runtime and system, in words. */
  readonly about: string;
  /** Where usage is asked for. */
  readonly usageUrl: string;
}

export interface Check {
  readonly name: string;
  readonly result: "ok" | "warning" | "problem";
  readonly detail: string;
  /** What to do; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** Prints every check; the exit status is 1 when one of them is a problem. */
export async function doctor(parts: DoctorParts, { json }: { json: boolean }): Promise<ExitStatus> {
  const checks = await runChecks(parts);
  if (json) parts.out(JSON.stringify({ about: parts.about, checks }));
  else {
    parts.out(parts.about);
    for (const { name, result, detail, remedy } of checks) {
      const mark = { ok: "ok     ", warning: "warning", problem: "PROBLEM" }[result];
      parts.out(`${mark}  ${name}: ${detail}`);
      if (remedy !== null) parts.out(`         -> ${remedy}`);
    }
  }
  return checks.some((check) => check.result === "problem") ? 1 : 0;
}

async function runChecks(parts: DoctorParts): Promise<readonly Check[]> {
  const { host, files } = parts;
  const settings = await loadSettings(host, files.config);
  if (settings.kind === "problems") {
    // A wrong proxy or pin may be among them: nothing is sent before they are mended.
    return settings.problems.map((detail) => problem("settings", detail, `mend the file: ${files.config}`));
  }
  const { kept, problem: keptProblem } = await loadKept(host, files.state);
  const net = parts.createNet(settings.config.usage);
  const provider = parts.createProvider(() => net);
  const found = await provider.credential({ again: true });
  const [failure, tray, running] = await Promise.all([
    provider.probe(),
    parts.chooseTray(),
    connectRunning(host, files.server),
  ]);
  running?.close();
  const now = host.now();
  return [
    settings.unknownKeys.length === 0 ? ok("settings", files.config) : warning(
      "settings",
      `no such setting: ${settings.unknownKeys.join(", ")}`,
      "check the spelling in the README's table",
    ),
    found.kind === "token"
      ? ok("sign-in", `through ${found.token.origin}, ${validity(parts, found.token.expiresAt, now)}`)
      : problem("sign-in", parts.messages.failure(found.failure), parts.messages.advice(found.failure)),
    routeCheck(net.describeRoute(parts.usageUrl)),
    failure === null ? ok("endpoint", `${new URL(parts.usageUrl).host} can be reached`) : problem(
      "endpoint",
      parts.messages.failure(failure),
      parts.messages.advice(failure) ?? "check the network and the proxy settings",
    ),
    budgetCheck(
      parts,
      kept,
      settings.config.usage.max_requests_per_hour,
      found.kind === "token" ? found.token.hash : null,
      now,
    ),
    trayCheck(tray),
    keptProblem === null ? await stateCheck(parts) : warning("state", keptProblem, null),
    ok("running", running === null ? "no" : `yes, process ${running.address.pid}`),
  ];
}

function routeCheck(route: RouteDescription): Check {
  switch (route.kind) {
    case "direct":
      return ok("proxy", `none: ${route.because}`);
    case "proxy":
      return ok("proxy", `${route.proxy}, from ${route.from}`);
    case "bad":
      return problem("proxy", route.why, "correct the value, or set usage.proxy");
  }
}

function budgetCheck(
  parts: DoctorParts,
  kept: Kept,
  allowed: number,
  tokenHash: string | null,
  now: number,
): Check {
  const gate = kept.gates.find((candidate) => candidate.tokenHash === tokenHash && candidate.until > now);
  if (gate !== undefined) {
    return warning(
      "requests",
      `rate limited by the server, ${parts.messages.nextTry(parts.messages.clock(gate.until, now))}`,
      "wait; figures keep their age",
    );
  }
  const spent = kept.requests.filter((at) => now - at < 3_600_000).length;
  return ok("requests", `${spent} of ${allowed} in the last hour`);
}

function trayCheck(choice: TrayChoice): Check {
  if (choice.kind === "headless") return problem("tray", choice.why, choice.help);
  const { driver, availability } = choice;
  switch (availability.kind) {
    case "yes":
      return ok("tray", driver.name);
    case "later":
      return warning("tray", availability.why, availability.help);
    case "no":
      return problem("tray", availability.why, availability.help);
  }
}

async function stateCheck({ host, files }: DoctorParts): Promise<Check> {
  const info = await host.files.stat(files.state);
  if (info === null) return ok("state", `${files.state} is not there yet`);
  const open = info.mode !== null && (info.mode & 0o077) !== 0;
  return open
    ? warning("state", `${files.state} can be read by others`, `chmod 600 ${files.state}`)
    : ok("state", files.state);
}

function validity(parts: DoctorParts, expiresAt: number | null, now: number): string {
  return expiresAt === null ? "without an expiry" : `valid for ${parts.messages.duration(expiresAt - now)}`;
}

function ok(name: string, detail: string): Check {
  return { name, result: "ok", detail, remedy: null };
}

function warning(name: string, detail: string, remedy: string | null): Check {
  return { name, result: "warning", detail, remedy };
}

function problem(name: string, detail: string, remedy: string | null): Check {
  return { name, result: "problem", detail, remedy };
}
