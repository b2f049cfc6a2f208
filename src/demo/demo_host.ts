/**
 * The demo: a simulated account, simulated agents and simulated sidecars behind the same interfaces as real ones, with files in
 * memory and a clock that runs fast, so that an hour passes in a minute. Everything between them is the real program.
 */
import { createDemoAccount } from "./simulated_account.ts";
import { createDemoAgents } from "./simulated_agents.ts";
import { createDemoSidecars, demoSidecarSettings } from "./simulated_sidecars.ts";
import type { Files, Host } from "../host/host.ts";
import { memoryDatabases } from "../host/databases/memory_databases.ts";
import { memoryFiles } from "../host/files/memory_files.ts";

/** How much faster the demo's clock runs. */
const speed = 60;
/**
 * Short sleeps are time limits and pauses on this machine, which does not get faster. So sleeps never become shorter
 * than this (in real ms), and sleeps that are shorter anyway stay as they are. Only longer sleeps follow the demo's
 * clock.
 */
const shortestSleepMs = 250;
/**
 * How far the clock moves at most for each step of the real time, and how often it is moved. So the demo stands still
 * while the machine is busy or asleep. Otherwise it would look as if its servers had been silent for minutes.
 */
const longestStepMs = 250, stepMs = 100;
const settingsFile = "/demo/config.toml";

export interface Demo {
  /** The real host with the demo's clock, environment and files. */
  readonly host: Host;
  readonly usageUrl: string;
  /** Plays the script until the signal aborts, then stops the endpoint and the agents. */
  play(signal: AbortSignal): Promise<void>;
}

export async function createDemo(real: Host): Promise<Demo> {
  const startedAt = real.now();
  let seen = { at: startedAt, real: startedAt };
  const now = () => seen.at + Math.min(Math.max(real.now() - seen.real, 0), longestStepMs) * speed;
  const files = memoryFiles(now);
  const host = demoHost(real, files, now);
  const agents = await createDemoAgents(host, real);
  await files.write(settingsFile, settingsWith(agents.port));
  const account = await createDemoAccount({ host, real, files, startedAt });

  async function moveClock(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      seen = { at: now(), real: real.now() };
      await real.sleep(stepMs, signal);
    }
  }

  return {
    host,
    usageUrl: account.usageUrl,
    async play(signal) {
      await Promise.all([moveClock(signal), account.play(signal), agents.play(signal)]);
    },
  };
}

/** Settings with which only the simulated agents are followed, and nothing is written to the person's own files. */
function settingsWith(port: number): string {
  return `[opencode]
ports = [${port}]
state_file = "/demo/opencode-state.json"
usage_file = "/demo/opencode-usage.json"
${demoSidecarSettings}`;
}

function demoHost(real: Host, files: Files, now: () => number): Host {
  const folders: Readonly<Record<string, string>> = {
    CLAUDE_CONFIG_DIR: "/demo",
    XDG_DATA_HOME: "/demo",
  };
  const kept = [
    ...["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "DISPLAY", "WAYLAND_DISPLAY", "PATH"],
    ...["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"],
  ];
  const sleep: Host["sleep"] = (ms, signal) =>
    real.sleep(Math.max(ms / speed, Math.min(ms, shortestSleepMs)), signal);
  return {
    ...real,
    now,
    sleep,
    programs: createDemoSidecars({ serve: real.serve, sleep }),
    // The demo must not see a person's token, proxy, settings or agents.
    kernel: { read: () => null, list: () => [], readLink: () => null },
    async *programStarts() {},
    env: (name) => folders[name] ?? (kept.includes(name) ? real.env(name) : undefined),
    files,
    databases: memoryDatabases(),
  };
}
