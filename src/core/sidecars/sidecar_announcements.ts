/**
 * What the event stream says of sidecars, under the names that older supervisors gave to what happens: made of the state before an
 * event and after it.
 */
import type { Messages } from "../language/messages.ts";
import type { Reason } from "../reason.ts";
import type { Event } from "../state.ts";
import { withShownTexts } from "../text/shown_text.ts";
import { isoTime } from "../time/iso_time.ts";
import { type OlderWord, olderWord } from "./older_words.ts";
import { processIn, reasonIn } from "./phase_parts.ts";
import type { Sidecar, SidecarEvent, SidecarPhase } from "./sidecar_state.ts";
import type { SidecarsState } from "./sidecars.ts";

export type SidecarAnnouncement = { readonly name: string } & What;

/** `reason`: a sentence. */
type What =
  /** Its process exists. */
  | {
    readonly event: "started";
    readonly pid: number;
    readonly port: number | null;
    readonly url: string | null;
  }
  | { readonly event: "healthy" | "stopped" }
  /** `count` checks in a row have failed. */
  | { readonly event: "unhealthy"; readonly count: number; readonly reason: string }
  | {
    readonly event: "state-change";
    readonly from: OlderWord;
    readonly to: OlderWord;
    readonly from_state: SidecarPhase["kind"];
    readonly to_state: SidecarPhase["kind"];
  }
  /** It is started again at `retry_at`. In all that follow, `count` is the number of restarts in a row. */
  | {
    readonly event: "restarting";
    readonly count: number;
    readonly retry_at: string;
    readonly reason: string;
  }
  /** It was started again, and did not become well. */
  | { readonly event: "restart-failed"; readonly count: number; readonly reason: string }
  | { readonly event: "max-restarts-reached" | "circuit-breaker-open"; readonly count: number }
  | { readonly event: "process-exit"; readonly code: number | null; readonly signal: string | null }
  /** It could not be started. */
  | { readonly event: "process-error"; readonly reason: string }
  /** It is not started again by itself. */
  | { readonly event: "error"; readonly reason: string };

/** What there is to say of an event, in the order in which it happened. */
export function sidecarAnnouncements(
  before: SidecarsState,
  event: Event,
  after: SidecarsState,
  { reason }: Pick<Messages, "reason">,
): readonly SidecarAnnouncement[] {
  // A report that changes nothing is about an earlier run.
  if (before.sidecars === after.sidecars) return [];
  const known = new Map(before.sidecars.map((sidecar) => [sidecar.name, sidecar]));
  const left = new Map(after.sidecars.map((sidecar) => [sidecar.name, sidecar]));
  const came = after.sidecars.filter(({ name }) => !known.has(name))
    .map((to): Change => ({ from: { ...to, phase: { kind: "idle" } }, to, cause: null }));
  const others = before.sidecars.map((from): Change => ({
    from,
    to: left.get(from.name) ?? gone(from),
    cause: event.type === "sidecar" && event.name === from.name ? event.event : null,
  }));
  const said = [...others, ...came].flatMap((change) =>
    [...ofCause(change, reason), ...ofAttempt(change, reason), ...ofWord(change), ...ofPhase(change, reason)]
      .map((what) => ({ name: change.to.name, ...what }))
  );
  return withShownTexts(said);
}

interface Change {
  readonly from: Sidecar;
  readonly to: Sidecar;
  /** Null = the settings have changed. */
  readonly cause: SidecarEvent | null;
}

type Sentence = (reason: Reason) => string;

/** It is no longer in the settings, and none of its processes is there. */
function gone(sidecar: Sidecar): Sidecar {
  const { phase } = sidecar;
  return phase.kind === "stopping" || phase.kind === "restarting"
    ? { ...sidecar, phase: { kind: "stopped", at: 0 } }
    : sidecar;
}

/** What was reported. */
function ofCause({ from, cause }: Change, sentence: Sentence): readonly What[] {
  if (cause === null) return [];
  switch (cause.kind) {
    case "exited":
      return [{ event: "process-exit", ...cause.end }];
    case "not-spawned":
      return [{ event: "process-error", reason: sentence(cause.why) }];
    case "check-failed": {
      const before = from.phase.kind === "unhealthy" ? from.phase.failures : 0;
      return [{ event: "unhealthy", count: before + 1, reason: sentence(cause.why) }];
    }
    case "start":
    case "stop":
    case "restart":
    case "spawned":
    case "ready":
    case "check-passed":
    case "gone":
    case "tick":
      return [];
  }
}

function ofAttempt({ from, to }: Change, sentence: Sentence): readonly What[] {
  const why = reasonIn(to.phase);
  return from.phase.kind === "starting" && from.restarts > 0 && why !== null
    ? [{ event: "restart-failed", count: from.restarts, reason: sentence(why) }]
    : [];
}

function ofWord({ from: { phase: was }, to: { phase: is } }: Change): readonly What[] {
  const [from, to] = [olderWord(was), olderWord(is)];
  return from === to ? [] : [{ event: "state-change", from, to, from_state: was.kind, to_state: is.kind }];
}

function ofPhase({ from, to }: Change, sentence: Sentence): readonly What[] {
  const { phase } = to;
  const isNew = phase.kind !== from.phase.kind;
  switch (phase.kind) {
    case "starting":
    case "healthy": {
      const held = phase.process;
      const started: readonly What[] = held === null || processIn(from.phase) !== null
        ? []
        : [{ event: "started", pid: held.pid, port: held.port, url: held.url }];
      return phase.kind === "healthy" && isNew ? [...started, { event: "healthy" }] : started;
    }
    case "restarting":
      return isNew
        ? [{
          event: "restarting",
          count: phase.attempt,
          retry_at: isoTime(phase.retryAt),
          reason: sentence(phase.why),
        }]
        : [];
    case "failed": {
      if (!isNew) return [];
      const count = to.restarts;
      const open: readonly What[] = phase.isBreakerOpen
        ? [{ event: "max-restarts-reached", count }, { event: "circuit-breaker-open", count }]
        : [];
      return [...open, { event: "error", reason: sentence(phase.why) }];
    }
    case "stopped":
      return isNew ? [{ event: "stopped" }] : [];
    case "idle":
    case "unhealthy":
    case "stopping":
      return [];
  }
}
