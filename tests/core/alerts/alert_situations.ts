/** Situations as rows: a few events and the time between them, and all that is told in it. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Event } from "../../../src/core/state.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import { fail, hour, minute, read, requestBudget, t0, window } from "../situations.ts";
import { settingsWith, shortly, type SomeSettings, startTeller, type Teller } from "./teller.ts";

/** Epoch ms of a minute of the situation. */
export const at = (minutes: number) => t0 + minutes * minute;
export const session = (percent: number, resetsInMinutes: number | null) =>
  window({ kind: "session" }, "session", percent, resetsInMinutes === null ? null : at(resetsInMinutes));
export const week = (percent: number, resetsInMinutes = 4 * 24 * 60) =>
  window({ kind: "week" }, "week", percent, at(resetsInMinutes));
export const fable = (percent: number) =>
  window({ kind: "week", scope: "Fable" }, "week:fable", percent, at(4 * 24 * 60));

/** What happens at a minute: a reading, a failure, another event, or something done to the teller. */
export type Step = readonly [number, readonly Limit[] | Failure | Event | ((teller: Teller) => void)];

export interface Situation {
  readonly name: string;
  readonly settings?: SomeSettings;
  readonly steps: readonly Step[];
  /** The last minute that is looked at; default: the last step's. */
  readonly until?: number;
  /** "MINUTE what + what". */
  readonly told: readonly string[];
}

/** A test for each of them. */
export function testSituations(situations: readonly Situation[]): void {
  for (const { name, settings = {}, steps, until, told } of situations) {
    Deno.test(`alerts: ${name}`, () => assertEquals(play(settings, steps, until), told));
  }
}

/** The token of `signedIn`, for longer than any situation lasts. */
const longSignedIn: Event = {
  type: "credential",
  credential: {
    kind: "token",
    account: "one",
    origin: "test",
    tokenHash: "t1",
    expiresAt: t0 + 100 * hour,
    requestBudget,
  },
  now: t0,
};

/** Restarts, with the same token as before. */
export function restart(teller: Teller): void {
  teller.restart();
  teller.happen(longSignedIn);
}

function play(settings: SomeSettings, steps: readonly Step[], until?: number): readonly string[] {
  const teller = startTeller(settingsWith(settings), t0);
  if (!steps.some(([minutes, what]) => minutes === 0 && isEvent(what) && what.type === "credential")) {
    teller.happen(longSignedIn);
  }
  for (const [minutes, what] of steps) {
    teller.passTo(at(minutes));
    if (typeof what === "function") what(teller);
    else if (isEvent(what)) teller.happen(what);
    else if ("kind" in what) teller.happen(fail(what, at(minutes)));
    else teller.happen(answerTo(teller, read(what, at(minutes))));
  }
  teller.passTo(at(until ?? steps.at(-1)?.[0] ?? 0));
  return teller.told.map(({ at: when, alerts }) =>
    `${Math.round((when - t0) / minute * 100) / 100} ${alerts.map(shortly).join(" + ")}`
  );
}

/** With the token that is in use by then. */
function answerTo(teller: Teller, event: Event): Event {
  const { credential } = teller.state();
  return event.type === "answered" && credential.kind === "token"
    ? { ...event, tokenHash: credential.tokenHash }
    : event;
}

function isEvent(what: Step[1]): what is Event {
  return typeof what === "object" && "type" in what;
}
