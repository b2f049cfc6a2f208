/**
 * The demo's simulated account: a credentials file, a usage endpoint on loopback, and a script of what the endpoint
 * answers. The script takes about an hour of the demo's clock and then begins again.
 */
import type { Files, Host } from "../host/host.ts";
import { isoTime } from "../core/time/iso_time.ts";
import { day, hour, minute } from "../core/time/units.ts";

const credentialsFile = "/demo/.credentials.json";
/** What the endpoint does from `atMinute` on, in minutes of the demo's clock. */
type Step =
  | { readonly atMinute: number; readonly does: "answer"; readonly session: number; readonly fable: number }
  | { readonly atMinute: number; readonly does: "reset" | "refuse" | "offline" | "sign-out" | "sign-in" };

/** One round: all levels, a limit that is used up, a reset, no network, a refusal, a sign-out. Then it begins again. */
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

export interface DemoAccount {
  readonly usageUrl: string;
  /** Plays the script until the signal aborts, then stops the endpoint. */
  play(signal: AbortSignal): Promise<void>;
}

interface DemoAccountParts {
  /** The host with the demo's clock. */
  readonly host: Pick<Host, "now" | "sleep">;
  /** The host with the real clock. */
  readonly real: Pick<Host, "serve">;
  readonly files: Pick<Files, "write">;
  /** Epoch ms of the demo's clock at which the script begins. */
  readonly startedAt: number;
}

/** Starts the endpoint and signs in. */
export async function createDemoAccount(
  { host, real, files, startedAt }: DemoAccountParts,
): Promise<DemoAccount> {
  const { now } = host;
  let step: Step = round[0] ?? { atMinute: 0, does: "offline" };
  let resetAt = startedAt + resetMinute * minute;
  const answers = () => {
    const answer = answerOf(step, resetAt, now());
    // The answer has the time of the demo's clock. Otherwise the program would think that this machine's clock is
    // wrong.
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

  async function play(signal: AbortSignal): Promise<void> {
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

  return { usageUrl: `http://127.0.0.1:${port}/usage`, play };
}

async function signIn(files: Pick<Files, "write">, now: number): Promise<void> {
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
