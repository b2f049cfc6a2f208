/** Sidecars in memory behind the port that the server uses: what they answer is simple, and what was asked of them is kept. */
import { ReasonError } from "../../src/core/reason_error.ts";
import type { SidecarEvent } from "../../src/core/sidecars/sidecar_state.ts";
import { createRelay, type Relay } from "../../src/sidecars/passthrough/relay.ts";
import { SidecarError } from "../../src/sidecars/json_rpc/sidecar_error.ts";
import type { LogLine, Sidecars } from "../../src/sidecars/sidecars_port.ts";
import type { Store } from "../../src/tasks/task.ts";
import { happens } from "../core/sidecars/sidecar_samples.ts";
import { t0 } from "../core/situations.ts";

export interface FakeSidecars extends Sidecars {
  readonly relay: Relay;
  /** Calls and requests that were asked for, in order. */
  readonly asked: readonly unknown[];
  print(name: string, line: Omit<LogLine, "number" | "time">): void;
  /** How many calls of the method "never" have not been given up. */
  waiting(): number;
}

/** `url`: where those are reached that are asked for. */
export function fakeSidecars(store: Store, url = "http://127.0.0.1:8765"): FakeSidecars {
  const relay = createRelay();
  const asked: unknown[] = [];
  const lines = new Map<string, LogLine[]>();
  let waiting = 0;
  const send = (name: string, event: SidecarEvent) => store.dispatch(happens(name, event));
  const never = (signal: AbortSignal | undefined) =>
    new Promise<never>((_, reject) => {
      waiting++;
      signal?.addEventListener("abort", () => {
        waiting--;
        reject(signal.reason);
      }, { once: true });
    });
  return {
    relay,
    asked,
    waiting: () => waiting,
    print(name, line) {
      const all = lines.get(name) ?? [];
      lines.set(name, [...all, { ...line, number: all.length + 1, time: t0 }]);
    },
    run: () => Promise.resolve(),
    start: (name) => Promise.resolve(send(name, { kind: "start", by: "person" })),
    stop: (name) => Promise.resolve(send(name, { kind: "stop" })),
    restart: (name) => Promise.resolve(send(name, { kind: "restart" })),
    ensureRunning(name) {
      const phase = store.state().sidecars.find((one) => one.name === name)?.phase;
      return phase?.kind === "failed"
        ? Promise.reject(new ReasonError({ about: "sidecar", kind: "breaker-open", name, why: phase.why }))
        : Promise.resolve({
          name,
          url,
          token: null,
          rpc: null,
          ended: new AbortController().signal,
          lastWordsMs: 0,
        });
    },
    logs: (name, after = 0) =>
      Promise.resolve((lines.get(name) ?? []).filter(({ number }) => number > after)),
    logFiles: (name) => ({ stdout: `/log/${name}.out`, stderr: `/log/${name}.err` }),
    call(name, method, params, { stream, signal } = {}) {
      asked.push({ name, method, params, ...(stream === undefined ? {} : { stream }) });
      if (method === "never") return never(signal);
      const data = { board: 7 };
      return method === "fails"
        ? Promise.reject(new SidecarError({ code: -32000, text: "no such board", data }))
        : Promise.resolve({ method, params });
    },
    fetch(name, request) {
      asked.push({ name, ...request });
      return Promise.resolve({
        status: 200,
        headers: { "content-type": "application/json" },
        body: { a: 1 },
      });
    },
    stream(name, path, { stream = "s1" } = {}) {
      asked.push({ name, path, stream });
      return Promise.resolve(stream);
    },
    endStream: (stream) => stream === "s1",
    listen: relay.listen,
  };
}
