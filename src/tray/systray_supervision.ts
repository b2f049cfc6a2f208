/**
 * Keeps the tray helper running, with the supervisor of all programs that stay beside this one. What is known of it is kept here: it is
 * nobody else's business.
 */
import type { Reason } from "../core/reason.ts";
import { supervisedAfter } from "../core/sidecars/sidecar_machine.ts";
import type { Supervised, SupervisionRules } from "../core/sidecars/sidecar_state.ts";
import { second } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import type { Seat } from "../sidecars/supervised_program.ts";
import { createSupervisor } from "../sidecars/supervisor.ts";
import type { TrayStatus } from "./driver.ts";
import { type HelperAttempt, helperAttempt, type HelperParts } from "./systray_attempt.ts";

/** It is never given up: what is missing may come, a panel or room on a disk. */
const RULES: SupervisionRules = {
  autoRestart: true,
  restartDelayMs: second,
  startLimitMs: 10 * second,
  unhealthyAfter: 1,
  maxRestarts: Infinity,
};

export interface SupervisionParts extends Omit<HelperParts, "renew" | "fail"> {
  readonly host: HelperParts["host"] & Pick<Host, "now" | "monotonic" | "random" | "programs">;
}

/**
 * Shows the views with a helper until the signal aborts; tells the port when it breaks and when it is started again. Rejects when
 * something of this program's own fails.
 */
export async function superviseHelper(parts: SupervisionParts, signal: AbortSignal): Promise<void> {
  const { host, port } = parts;
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener("abort", end);
  if (signal.aborted) end();
  const failures: unknown[] = [];
  const listeners = new Set<() => void>();
  let supervised: Supervised = { phase: { kind: "idle" }, run: 0, restarts: 0 };
  const last: { attempt: HelperAttempt | null } = { attempt: null };
  function fail(error: unknown): void {
    failures.push(error);
    end();
  }
  function tell(status: TrayStatus): void {
    try {
      port.status(status);
    } catch (error) {
      fail(error);
    }
  }
  const seat: Seat = {
    supervised: () => supervised,
    rules: () => RULES,
    dispatch(event) {
      const before = supervised;
      supervised = supervisedAfter(before, event, RULES, { now: host.now(), random: host.random() });
      const { phase } = supervised;
      if (phase === before.phase) return;
      if (phase.kind === "restarting" && !ending.signal.aborted) {
        const retryMs = phase.retryAt - host.now();
        tell({ kind: "broken", why: failureOf(phase.why, last.attempt), retryMs });
      }
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const supervisor = createSupervisor({
    host,
    seat,
    program: {
      name: "tray helper",
      async prepare() {
        await last.attempt?.done();
        last.attempt = null;
        const renew = () => seat.dispatch({ kind: "restart" });
        return last.attempt = await helperAttempt({ ...parts, renew, fail });
      },
    },
    records: NO_RECORDS,
  });
  seat.dispatch({ kind: "start", by: "program" });
  try {
    await supervisor.run(ending.signal);
    await last.attempt?.done();
  } finally {
    signal.removeEventListener("abort", end);
  }
  if (failures.length > 0) throw failures[0];
}

/** A helper of an earlier run has ended when its standard input did. */
const NO_RECORDS = { add: () => {}, remove: () => {} };

type Ended = Pick<HelperAttempt, "isShown" | "lastLines">;

/** Why it does not run, in the words of the tray, with what it printed last. */
function failureOf(why: Reason, attempt: Ended | null): Reason {
  if (why.about !== "sidecar") return why;
  if (why.kind === "exited") return ended(`status ${why.code}`, attempt);
  if (why.kind === "killed") return ended(`signal ${why.signal}`, attempt);
  if (why.kind === "not-ready") return { about: "tray-helper", kind: "shows-no-icon" };
  return { about: "tray-helper", kind: "not-started", why: why.kind === "not-started" ? why.why : why };
}

function ended(how: string, attempt: Ended | null): Reason {
  const kind = attempt?.isShown() === false ? "ended-at-start" : "ended";
  const words = attempt?.lastLines().join("\n") ?? "";
  return { about: "tray-helper", kind, how: words === "" ? how : `${how}; ${words}` };
}
