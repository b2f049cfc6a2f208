/** Plays events and the time between them, tells what is due as the notifier does, and notes what was told when. */
import { type Alert, alertsToTell, nextAlertChange } from "../../../src/core/alerts/due_alerts.ts";
import { defaultSettings, type Settings } from "../../../src/core/settings.ts";
import { nothingSaved, savedStateOf } from "../../../src/core/saved_state.ts";
import { type Event, initialState, reduce, type State } from "../../../src/core/state.ts";

/** The same settings with a few others: `{ reminder: { on_reset: false } }`. */
export type SomeSettings = {
  readonly [Section in keyof Settings]?: Settings[Section] extends object ? Partial<Settings[Section]>
    : Settings[Section];
};

export function settingsWith(settings: SomeSettings): Settings {
  const config = structuredClone(defaultSettings);
  return {
    ...config,
    ...Object.fromEntries(
      Object.entries(settings).map(([section, value]) => {
        const before = Reflect.get(config, section);
        return [section, typeof value === "object" ? { ...before, ...value } : value];
      }),
    ),
  };
}

export interface Told {
  /** Epoch ms. */
  readonly at: number;
  readonly alerts: readonly Alert[];
}

export interface Teller {
  state(): State;
  now(): number;
  readonly told: readonly Told[];
  /** Lets time pass until `at`, epoch ms, and tells what becomes due in it. */
  passTo(at: number): void;
  /** The clock is set to `at`, without time passing. */
  jumpTo(at: number): void;
  happen(event: Event): void;
  /** Ends and begins anew, with what is kept. */
  restart(): void;
  /** From now on nothing can be shown, or it can again. */
  deliver(works: boolean): void;
}

export function startTeller(settings: Settings, startAt: number): Teller {
  let state = initialState(settings, nothingSaved);
  let now = startAt;
  let works = true;
  const told: Told[] = [];

  function tell(): void {
    const alerts = alertsToTell(state, now);
    if (alerts.length === 0) return;
    if (!works) {
      state = reduce(state, { type: "undelivered", why: { about: "system", text: "nobody there" }, now });
      return;
    }
    told.push({ at: now, alerts });
    const words = { title: "", body: "", alerts: [] };
    state = reduce(state, { type: "told", told: alerts, ...words, pulse: true, spaced: true, now });
  }

  return {
    state: () => state,
    now: () => now,
    told,
    passTo(at) {
      tell();
      while (now < at) {
        now = Math.min(at, nextAlertChange(state, now));
        tell();
      }
    },
    jumpTo(at) {
      now = at;
    },
    happen(event) {
      state = reduce(state, event);
      tell();
    },
    restart() {
      const kept = JSON.parse(JSON.stringify(savedStateOf(state)));
      state = initialState(settings, kept);
    },
    deliver(can) {
      works = can;
      tell();
    },
  };
}

/** One alert in a few words, "session 75%"; a new kind needs none of its own here: "week half over". */
export function shortly({ facts, mark }: Alert): string {
  const limit = "limit" in facts ? `${facts.limit.id} ` : "";
  const why = "failure" in facts ? `: ${facts.failure.kind}` : "";
  switch (facts.kind) {
    case "threshold":
      return `${limit}${mark}%`;
    case "before-reset":
      return `${limit}resets within ${-mark}`;
    case "reset":
      return `${limit}was reset${facts.early ? " early" : ""}`;
    case "pace":
      return "pace";
    default:
      return `${limit}${facts.kind.replaceAll("-", " ")}${why}`;
  }
}
