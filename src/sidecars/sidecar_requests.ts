/** What is asked of a sidecar by its name: each changes what the state says should be, and waits until it is so. */
import { type Reason, type SidecarReason } from "../core/reason.ts";
import { ReasonError } from "../core/reason_error.ts";
import type { SidecarEvent } from "../core/sidecars/sidecar_state.ts";
import { minute, second } from "../core/time/units.ts";
import type { Host } from "../host/host.ts";
import type { Store } from "../tasks/task.ts";
import { longestAskedMs } from "./end_program.ts";
import type { SidecarAttempt } from "./sidecar_program.ts";
import { sidecarNamed } from "./sidecar_named.ts";
import type { RunningSidecar, Sidecars } from "./sidecars_port.ts";
import type { Supervisor } from "./supervisor.ts";

/** A program that is told to end has some time left after this one, until it is forced to. */
const toldLastWordsMs = second;
/** How long whoever needs a sidecar waits for it. */
const neededMs = minute;
/** It is ended by force before. */
const endedMs = 12 * second;

export interface RequestsParts {
  readonly host: Pick<Host, "sleep">;
  readonly store: Store;
  readonly send: (name: string, event: SidecarEvent) => void;
  readonly supervisorOf: (name: string) => Supervisor<SidecarAttempt>;
}

export function sidecarRequests(
  { host, store, send, supervisorOf }: RequestsParts,
): Pick<Sidecars, "start" | "stop" | "restart" | "ensureRunning"> {
  /** What `look` finds, as soon as it finds something; rejects as it does, or after `limitMs`. */
  async function found<T>(
    look: () => T | undefined,
    { limitMs, late }: { readonly limitMs: number; readonly late: () => SidecarReason },
  ): Promise<T> {
    const over = new AbortController();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const lookAgain = () => {
      try {
        const result = look();
        if (result !== undefined) resolve(result);
      } catch (error) {
        reject(error);
      }
    };
    const unsubscribe = store.subscribe(({ type }) => {
      if (type === "sidecar" || type === "settings") lookAgain();
    });
    lookAgain();
    void host.sleep(limitMs, over.signal).then(() => reject(refusal(late())));
    try {
      return await promise;
    } finally {
      unsubscribe();
      over.abort();
    }
  }

  const named = (name: string) => sidecarNamed(store.state(), name);

  /** Undefined = it may become well. */
  function wellNow(name: string, isFirst: boolean): RunningSidecar | undefined {
    const { phase } = named(name);
    switch (phase.kind) {
      case "healthy": {
        const current = supervisorOf(name).current();
        return current === null ? undefined : {
          name,
          url: phase.process.url,
          token: current.attempt.token(),
          rpc: current.attempt.connection(),
          ended: current.ended,
          lastWordsMs: lastWordsMs(current.attempt),
        };
      }
      case "failed":
        throw refusal({ kind: "breaker-open", name, why: phase.why });
      case "idle":
      case "stopped":
        if (isFirst) return undefined;
        throw refusal({ kind: "not-running", name });
      case "stopping":
        if (isFirst || phase.next.kind === "start" || phase.next.kind === "restart") return undefined;
        throw refusal({ kind: "not-running", name });
      case "starting":
      case "restarting":
      case "unhealthy":
        return undefined;
    }
  }

  return {
    start(name) {
      return Promise.resolve().then(() => {
        named(name);
        send(name, { kind: "start", by: "person" });
      });
    },
    restart(name) {
      return Promise.resolve().then(() => {
        named(name);
        send(name, { kind: "restart" });
      });
    },
    async stop(name) {
      named(name);
      send(name, { kind: "stop" });
      const supervisor = supervisorOf(name);
      const { run } = named(name);
      const isDone = () => {
        const now = store.state().sidecars.find((sidecar) => sidecar.name === name);
        // Somebody may have started it again since.
        return supervisor.isGone() || now !== undefined && now.run !== run;
      };
      await found(() => isDone() || undefined, {
        limitMs: endedMs,
        late: () => ({ kind: "does-not-end", pids: supervisor.stuck() }),
      });
    },
    async ensureRunning(name) {
      const well = wellNow(name, true);
      if (well !== undefined) return well;
      send(name, { kind: "start", by: "program" });
      return await found(() => wellNow(name, false), {
        limitMs: neededMs,
        late: () => ({ kind: "not-ready", seconds: neededMs / second }),
      });
    },
  };
}

function refusal(reason: SidecarReason): ReasonError {
  const why: Reason = { about: "sidecar", ...reason };
  return new ReasonError(why);
}

/** As long as it may take until it is told by a signal, where it is asked before. */
function lastWordsMs({ askToEnd, askedMs = longestAskedMs }: SidecarAttempt): number {
  return askToEnd === null ? toldLastWordsMs : askedMs;
}
