/** Stories as rows: a few events and the time between them, and all that is told in it. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { alertJson } from "../../../src/core/alerts/alert_json.ts";
import { sharedNotice } from "../../../src/core/alerts/shared_notice.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import type { Settings } from "../../../src/core/settings.ts";
import type { Event } from "../../../src/core/state.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import type { Limit } from "../../../src/core/usage/limit.ts";
import { fail, hour, minute, read, requestBudget, t0, window } from "../situations.ts";
import { settingsWith, shortly, type SomeSettings, startTeller, type Teller, type Told } from "./teller.ts";

/** Epoch ms of a minute of the story. */
export const at = (minutes: number) => t0 + minutes * minute;
export const session = (percent: number, resetsInMinutes: number | null) =>
  window({ kind: "session" }, "session", percent, resetsInMinutes === null ? null : at(resetsInMinutes));
export const week = (percent: number, resetsInMinutes = 4 * 24 * 60) =>
  window({ kind: "week" }, "week", percent, at(resetsInMinutes));
export const fable = (percent: number) =>
  window({ kind: "week", scope: "Fable" }, "week:fable", percent, at(4 * 24 * 60));

/** What happens at a minute: a reading, a failure, another event, or something done to the teller. */
export type Step = readonly [number, readonly Limit[] | Failure | Event | ((teller: Teller) => void)];

export interface Story {
  readonly name: string;
  readonly settings?: SomeSettings;
  readonly steps: readonly Step[];
  /** The last minute that is looked at; default: the last step's. */
  readonly until?: number;
  /** "MINUTE what + what". */
  readonly told: readonly string[];
  /** What a person reads in each notice: the title, and the lines below it. Default: it is not looked at. */
  readonly says?: readonly (readonly string[])[];
  /** What programs get of all the alerts. Default: it is not looked at. */
  readonly json?: readonly Readonly<Record<string, unknown>>[];
}

/** A test for each of them. */
export function testStories(stories: readonly Story[]): void {
  for (const { name, settings = {}, steps, until, told, says, json } of stories) {
    Deno.test(`alerts: ${name}`, () => {
      const all = settingsWith(settings);
      const heard = play(all, steps, until);
      assertEquals(
        heard.map(({ at: when, alerts }) =>
          `${Math.round((when - t0) / minute * 100) / 100} ${alerts.map(shortly).join(" + ")}`
        ),
        told,
      );
      if (says !== undefined) {
        const notices = heard.map(({ at: when, alerts }) => sharedNotice(alerts, all, when, en));
        assertEquals(notices.map(({ title, body }) => [title, ...body.split("\n")]), says);
      }
      if (json !== undefined) {
        assertEquals(heard.flatMap(({ alerts }) => alerts.map((alert) => alertJson(alert, en))), json);
      }
    });
  }
}

/** The token of `signedIn`, for longer than any story lasts. */
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

/** A minute at which Claude Code has put another token in place. */
export const renewed = (from: number, hash = "t2"): Step => [from, {
  type: "credential",
  credential: {
    kind: "token",
    account: "one",
    origin: "test",
    tokenHash: hash,
    expiresAt: at(from + 600),
    requestBudget,
  },
  now: at(from),
}];
export const signedOut = (from: number): Step => [from, {
  type: "credential",
  credential: { kind: "none", failure: { kind: "signed-out" }, account: "one", since: at(from) },
  now: at(from),
}];
export const snoozed = (from: number, minutes: number): Step => [
  from,
  { type: "snoozed", until: at(from + minutes), now: at(from) },
];

/** Restarts, with the same token as before. */
export function restart(teller: Teller): void {
  teller.restart();
  teller.happen(longSignedIn);
}

function play(settings: Settings, steps: readonly Step[], until?: number): readonly Told[] {
  const teller = startTeller(settings, t0);
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
  return teller.told;
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
