/** What has happened since the start, counted, for those who follow it over time. Nothing of it is saved: counters begin anew. */
import type { Sidecar, SidecarEvent } from "./sidecars/sidecar_state.ts";
import type { Answer } from "./usage/reading.ts";

/** What came of a request for the usage. `refused`: a 429. */
export type RequestOutcome = "answered" | "refused" | "failed";

export interface Counts {
  readonly requests: Readonly<Record<RequestOutcome, number>>;
  /** Alerts that a person was told, by kind. */
  readonly told: ReadonlyMap<string, number>;
  /** How often the program has restarted a sidecar by itself, by its name. */
  readonly restarts: ReadonlyMap<string, number>;
}

export const nothingCounted: Counts = {
  requests: { answered: 0, refused: 0, failed: 0 },
  told: new Map(),
  restarts: new Map(),
};

export function countsAfterAnswer(counts: Counts, answer: Answer): Counts {
  const outcome = outcomeOf(answer);
  return { ...counts, requests: { ...counts.requests, [outcome]: counts.requests[outcome] + 1 } };
}

/** `alerts`: as JSON. */
export function countsAfterTold(
  counts: Counts,
  alerts: readonly Readonly<Record<string, unknown>>[],
): Counts {
  const told = new Map(counts.told);
  for (const { kind } of alerts) if (typeof kind === "string") addOne(told, kind);
  return { ...counts, told };
}

/**
 * `before` and `after`: the sidecars before and after an event of the one with that name. What a person starts is no restart by the
 * program. The same object where nothing counts.
 */
export function countsAfterSidecar(
  counts: Counts,
  { name, event }: { readonly name: string; readonly event: SidecarEvent },
  { before, after }: { readonly before: readonly Sidecar[]; readonly after: readonly Sidecar[] },
): Counts {
  const phaseIn = (sidecars: readonly Sidecar[]) => sidecars.find((one) => one.name === name)?.phase.kind;
  if (event.kind !== "tick" || phaseIn(before) !== "restarting" || phaseIn(after) !== "starting") {
    return counts;
  }
  const restarts = new Map(counts.restarts);
  addOne(restarts, name);
  return { ...counts, restarts };
}

function addOne(counted: Map<string, number>, key: string): void {
  counted.set(key, (counted.get(key) ?? 0) + 1);
}

function outcomeOf(answer: Answer): RequestOutcome {
  switch (answer.kind) {
    case "reading":
      return "answered";
    case "failure":
      return answer.failure.kind === "rate-limited" ? "refused" : "failed";
  }
}
