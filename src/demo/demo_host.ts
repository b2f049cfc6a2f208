/**
 * A simulated account and simulated agents behind the same interfaces as real ones: their servers on loopback, a credentials
 * file and settings in memory, and a clock that runs fast, so that an hour of a person's day passes in a minute. Everything
 * between them is the real program.
 */
import { createDemoAgents } from "./simulated_agents.ts";
import type { Files, Host } from "../host/host.ts";
import { memoryFiles } from "../host/files/memory_files.ts";
import { isoTime } from "../core/time/iso_time.ts";
import { day, hour, minute } from "../core/time/units.ts";

/** How much faster the demo's clock runs. */
const speed = 60;
/**
 * Sleeps of seconds are time limits and pauses on this machine, which is no faster than ever: of these so much stays, in real
 * ms, and all of those that are shorter. Only what takes longer is a part of a person's day, and runs with the demo's clock.
 */
const shortestSleepMs = 250;
/**
 * The clock goes on by so much of the real one at a time, and is moved on more often than that: while the machine stands still,
 * busy or asleep, so does the demo. Otherwise nothing would have been heard of its servers for minutes.
 */
const longestStepMs = 250, stepMs = 100;
const credentialsFile = "/demo/.credentials.json";
const settingsFile = "/demo/config.toml";

/** What the endpoint does from `atMinute` on, in minutes of the demo's clock. */
type Step =
  | { readonly atMinute: number; readonly does: "answer"; readonly session: number; readonly fable: number }
  | { readonly atMinute: number; readonly does: "reset" | "refuse" | "offline" | "sign-out" | "sign-in" };

/** One round: all levels, over the top, a reset, no network, a refusal, a sign-out; then from the start. */
const round: readonly Step[] = [
  { atMinute: 0, does: "answer", session: 12, fable: 31 },
  { atMinute: 4, does: "answer", session: 38, fable: 44 },
  { atMinute: 9, does: "answer", session: 57, fable: 49 },
  { atMinute: 15, does: "answer", session: 78, fable: 55 },
  { atMinute: 21, does: "answer", session: 93, fable: 61 },
  { atMinute: 26, does: "answer", session: 100, fable: 66 },
  { atMinute: 33, does: "reset" },
  { atMinute: 39, does: "offline" },
  { atMinute: 46, does: "answer", session: 9, fable: 66 },
  { atMinute: 50, does: "refuse" },
  { atMinute: 56, does: "sign-out" },
  { atMinute: 62, does: "sign-in" },
];
const roundMs = 66 * minute;
/** When the first session of a round ends. */
const resetMinute = 34;

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
  let step: Step = round[0] ?? { atMinute: 0, does: "offline" };
  let resetAt = startedAt + resetMinute * minute;
  const answers = () => {
    const answer = answerOf(step, resetAt, now());
    // Its clock is the demo's: else this machine's would be taken for wrong.
    answer.headers.set("date", new Date(now()).toUTCString());
    return answer;
  };
  let server = await real.serve({ hostname: "127.0.0.1", port: 0 }, answers);
  const { port } = server;
  let listening = true;
  await signIn(files, now());

  async function perform(next: Step): Promise<void> {
    step = next;
    if (next.does === "offline") {
      await server.close();
      listening = false;
    } else if (!listening) {
      server = await real.serve({ hostname: "127.0.0.1", port }, answers);
      listening = true;
    }
    if (next.does === "reset") resetAt = now() + 5 * hour;
    if (next.does === "sign-out") await files.write(credentialsFile, "{}");
    if (next.does === "sign-in") await signIn(files, now());
  }

  async function playAccount(signal: AbortSignal): Promise<void> {
    for (let begin = startedAt; !signal.aborted; begin += roundMs) {
      resetAt = begin + resetMinute * minute;
      for (const next of round) {
        await host.sleep(begin + next.atMinute * minute - now(), signal);
        if (signal.aborted) break;
        await perform(next);
      }
      await host.sleep(begin + roundMs - now(), signal);
    }
    if (listening) await server.close();
  }

  async function moveClock(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      seen = { at: now(), real: real.now() };
      await real.sleep(stepMs, signal);
    }
  }

  return {
    host,
    usageUrl: `http://127.0.0.1:${port}/usage`,
    async play(signal) {
      await Promise.all([moveClock(signal), playAccount(signal), agents.play(signal)]);
    },
  };
}

/** Only the simulated agents are looked at, and nothing of them is written to the person's own files. */
function settingsWith(port: number): string {
  return `[opencode]
ports = [${port}]
state_file = "/demo/opencode-state.json"
usage_file = "/demo/opencode-usage.json"
`;
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
  return {
    ...real,
    now,
    sleep: (ms, signal) => real.sleep(Math.max(ms / speed, Math.min(ms, shortestSleepMs)), signal),
    // No person's token, proxy, settings or agents: the demo knows nobody.
    kernel: { read: () => null, list: () => [], readLink: () => null },
    async *programStarts() {},
    env: (name) => folders[name] ?? (kept.includes(name) ? real.env(name) : undefined),
    files,
  };
}

async function signIn(files: Files, now: number): Promise<void> {
  const claudeAiOauth = { accessToken: `demo-${now}`, expiresAt: now + 8 * hour, scopes: ["user:profile"] };
  await files.write(credentialsFile, JSON.stringify({ claudeAiOauth }));
}

function answerOf(step: Step, resetAt: number, now: number): Response {
  switch (step.does) {
    case "answer":
      return Response.json(usageBody(step.session, step.fable, resetAt, now));
    case "reset":
    case "sign-in":
      return Response.json(usageBody(2, 66, Math.max(resetAt, now + 4 * hour), now));
    case "refuse":
      return Response.json({ error: { type: "rate_limit_error" } }, {
        status: 429,
        headers: { "retry-after": "0", "request-id": "req_demo" },
      });
    case "offline":
    case "sign-out":
      return Response.json({ error: { type: "authentication_error" } }, { status: 401 });
  }
}

function usageBody(session: number, fable: number, resetAt: number, now: number): unknown {
  const week = isoTime(now + 3 * day);
  return {
    five_hour: { utilization: session, resets_at: isoTime(resetAt) },
    seven_day: { utilization: Math.round(fable * 0.7), resets_at: week },
    limits: [{
      kind: "weekly_scoped",
      percent: fable,
      resets_at: week,
      scope: { model: { id: null, display_name: "Fable" } },
    }],
  };
}
