/**
 * Everything the program knows, what can happen to it, and the one function that folds the second into the first.
 * What stands here is true at the time of its event; what holds *now* is computed from it by `usageAt` and the views.
 */
import type { Settings } from "./settings.ts";
import { logAfterProbe, logAfterRequest, logAfterWake, noRequests } from "./usage/request_log.ts";
import type { Credential } from "./usage/credential.ts";
import type { SavedState } from "./saved_state.ts";
import {
  type Counts,
  countsAfterAnswer,
  countsAfterSidecar,
  countsAfterTold,
  nothingCounted,
} from "./counts.ts";
import {
  type LoginInFolder,
  type SignedIn,
  withAnswer,
  withCached,
  withCredential,
  withStatusLine,
} from "./signed_in.ts";
import type { StatusLineFigures } from "./usage/status_line_figures.ts";
import type { NewestVersion } from "./newest_version.ts";
import type { SidecarEvent } from "./sidecars/sidecar_state.ts";
import {
  initialSidecars,
  sidecarsAfter,
  sidecarsAfterSettings,
  type SidecarsState,
} from "./sidecars/sidecars.ts";
import { type AgentReport, agentsAfter, type AgentsState, noAgents } from "./agents/sources.ts";
import { type Delivery, deliveryAfter, type DeliveryEvent } from "./alerts/delivery.ts";
import { toldAfterClock } from "./alerts/told_memory.ts";
import type { Answer, Reading } from "./usage/reading.ts";
import type { WorkProfile } from "./forecast/work_profile.ts";
import type { Reason } from "./reason.ts";

/** The tasks of `app.ts` by their English names. */
export type AppTask =
  | "autostart"
  | "history"
  | "links"
  | "memory"
  | "metrics file"
  | "newest version"
  | "notifying"
  | "polling"
  | "port"
  | "rendering"
  | "saving"
  | "settings"
  | "sidecars"
  | "state files"
  | "status line"
  | "time zone"
  | "tray"
  | "work profiles";

/** A task that threw and is being restarted. */
export interface Breakdown {
  /** An `AppTask`, or the name that a source of agents gives to its task. */
  readonly task: string;
  readonly why: Reason;
  /** Epoch ms of the throw, and of the restart. */
  readonly at: number;
  readonly retryAt: number;
}

/** What is registered to start at login. */
export type AutostartState =
  | { readonly kind: "off" }
  /** This program, from where it is now. */
  | { readonly kind: "on" }
  /** Another copy, or a file that is no more. */
  | { readonly kind: "other"; readonly path: string };

export interface State extends SignedIn, Delivery, SidecarsState {
  readonly settings: Settings;
  /** Why the settings on disk are not the ones in force; [] = they are. */
  readonly settingsProblems: readonly Reason[];
  /** The coding agents on this machine, by source. */
  readonly agents: AgentsState;
  /** The days of the person, for each limit of which the history tells enough. They are learned anew, and not saved. */
  readonly profiles: readonly WorkProfile[];
  /** Null = not known, or nothing that a person could change here. */
  readonly autostart: AutostartState | null;
  /** The last question for the newest version; null = none is wanted, or none was put yet. */
  readonly newest: NewestVersion | null;
  /** The newest version where it is newer than the one that runs, else null. */
  readonly newerVersion: string | null;
  readonly breakdowns: readonly Breakdown[];
  /** What a person should know that is neither usage nor a breakdown, newest last: "no tray here", ... */
  readonly remarks: readonly Remark[];
  readonly counts: Counts;
}

export interface Remark {
  readonly id: string;
  readonly reason: Reason;
}

/** Every event carries its time, epoch ms. */
export type Event =
  | { readonly type: "credential"; readonly credential: Credential; readonly now: number }
  | { readonly type: "asked"; readonly now: number }
  | {
    readonly type: "answered";
    readonly answer: Answer;
    readonly tokenHash: string;
    /** Who was asked; absent = the only one. */
    readonly endpoint?: string;
    /** In [0, 1): spreads the end of a refusal. */
    readonly random: number;
    readonly now: number;
  }
  | { readonly type: "cached"; readonly reading: Reading; readonly now: number }
  /** A status line of the vendor's own program. */
  | {
    readonly type: "status-line";
    readonly login: LoginInFolder;
    readonly figures: StatusLineFigures;
    readonly now: number;
  }
  | { readonly type: "probed"; readonly reachable: boolean; readonly now: number }
  | { readonly type: "woke"; readonly now: number }
  /** How far the clock is ahead of the server's, ms. */
  | { readonly type: "clock"; readonly skewMs: number; readonly now: number }
  /** The machine's time zone is another one. */
  | { readonly type: "zone"; readonly now: number }
  | DeliveryEvent
  | { readonly type: "agents"; readonly report: AgentReport; readonly now: number }
  | {
    readonly type: "sidecar";
    readonly name: string;
    readonly event: SidecarEvent;
    /** In [0, 1): spreads the restarts. */
    readonly random: number;
    readonly now: number;
  }
  | { readonly type: "settings"; readonly settings: Settings; readonly now: number }
  | { readonly type: "settings-refused"; readonly problems: readonly Reason[]; readonly now: number }
  | { readonly type: "profiles"; readonly profiles: readonly WorkProfile[]; readonly now: number }
  | { readonly type: "autostart"; readonly autostart: AutostartState; readonly now: number }
  | {
    readonly type: "newest-version";
    readonly newest: NewestVersion | null;
    readonly newer: string | null;
    readonly now: number;
  }
  | { readonly type: "broke"; readonly breakdown: Breakdown; readonly now: number }
  | { readonly type: "mended"; readonly task: string; readonly now: number }
  | { readonly type: "remark"; readonly id: string; readonly reason: Reason | null; readonly now: number };

export function initialState(settings: Settings, saved: SavedState): State {
  return {
    settings,
    settingsProblems: [],
    credential: { kind: "unknown" },
    readings: saved.readings,
    requestLog: { ...noRequests, requests: saved.requests, gates: saved.gates, answered: saved.answered },
    snoozedUntil: saved.snoozedUntil,
    periods: saved.periods,
    told: saved.told,
    login: saved.login,
    unproved: null,
    toldAt: saved.toldAt,
    agents: noAgents,
    ...initialSidecars(settings.sidecar),
    undelivered: null,
    pulsedAt: null,
    profiles: [],
    autostart: null,
    newest: saved.newest,
    newerVersion: null,
    breakdowns: [],
    remarks: [],
    counts: nothingCounted,
    skewMs: 0,
  };
}

/** The state after an event. */
export function reduce(state: State, event: Event): State {
  switch (event.type) {
    case "credential":
      return { ...state, ...withCredential(state, event.credential, event.now) };
    case "asked":
      return { ...state, requestLog: logAfterRequest(state.requestLog, event.now) };
    case "answered":
      return {
        ...state,
        ...withAnswer(state, { endpoint: "", ...event }),
        counts: countsAfterAnswer(state.counts, event.answer),
      };
    case "cached":
      return { ...state, ...withCached(state, event.reading, event.now) };
    case "status-line": {
      const signedIn = withStatusLine(state, event.login, event.figures);
      return signedIn === state ? state : { ...state, ...signedIn };
    }
    case "probed":
      return { ...state, requestLog: logAfterProbe(state.requestLog, event.reachable, event.now) };
    case "woke":
      return { ...state, requestLog: logAfterWake(state.requestLog, event.now) };
    case "clock":
      return { ...state, skewMs: event.skewMs, told: toldAfterClock(state.told, event.skewMs) };
    case "zone":
      // Nothing is another, but how it is said.
      return { ...state };
    case "told":
      return {
        ...state,
        ...deliveryAfter(state, event, state.settings.icon),
        counts: countsAfterTold(state.counts, event.alerts),
      };
    case "snoozed":
    case "undelivered":
      return { ...state, ...deliveryAfter(state, event, state.settings.icon) };
    case "agents": {
      const agents = agentsAfter(state.agents, event.report, event.now);
      return agents === state.agents ? state : { ...state, agents };
    }
    case "sidecar": {
      const after = sidecarsAfter(state, event.name, event.event, event);
      if (after === state) return state;
      const both = { before: state.sidecars, after: after.sidecars };
      return { ...state, ...after, counts: countsAfterSidecar(state.counts, event, both) };
    }
    case "settings":
      // What failed under the old settings is tried under the new ones.
      return {
        ...state,
        ...sidecarsAfterSettings(state, event.settings.sidecar, event.now),
        settings: event.settings,
        settingsProblems: [],
        requestLog: logAfterWake(state.requestLog, event.now),
      };
    case "settings-refused":
      return { ...state, settingsProblems: event.problems };
    case "profiles":
      return { ...state, profiles: event.profiles };
    case "autostart":
      return { ...state, autostart: event.autostart };
    case "newest-version":
      return { ...state, newest: event.newest, newerVersion: event.newer };
    case "broke":
      return { ...state, breakdowns: [...without(state, event.breakdown.task), event.breakdown] };
    case "mended":
      return { ...state, breakdowns: without(state, event.task) };
    case "remark": {
      const others = state.remarks.filter((remark) => remark.id !== event.id);
      return {
        ...state,
        remarks: event.reason === null ? others : [...others, { id: event.id, reason: event.reason }],
      };
    }
  }
}

function without(state: State, task: string): readonly Breakdown[] {
  return state.breakdowns.filter((breakdown) => breakdown.task !== task);
}
