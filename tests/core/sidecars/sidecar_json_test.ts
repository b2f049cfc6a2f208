/** What other programs get of a sidecar in each phase. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { listedSidecar } from "../../../src/core/sidecars/sidecar_json.ts";
import type { SidecarEvent } from "../../../src/core/sidecars/sidecar_state.ts";
import { isoTime } from "../../../src/core/time/iso_time.ts";
import { stateAfter, t0 } from "../situations.ts";
import { happens, reports, sidecar, withSidecars } from "./sidecar_samples.ts";

const start: SidecarEvent = { kind: "start", by: "person" };
const logFiles = (name: string) => ({ stdout: `/log/${name}.out`, stderr: `/log/${name}.err` });
const { spawned, ready, failed, exited, notSpawned } = reports(1);

/** Of a sidecar that may be restarted once, ten seconds after that. */
function listed(...events: readonly SidecarEvent[]) {
  const state = stateAfter(
    events.map((event) => happens("a", event)),
    withSidecars(sidecar("a", { max_restarts: 1, start: "with-app" })),
  );
  return state.sidecars.map((one) => listedSidecar(one, { now: t0 + 10_999, messages: en, logFiles }))[0];
}

const idle = {
  name: "a",
  state: "idle" as const,
  status: "idle" as const,
  running: false,
  url: null,
  port: null,
  pid: null,
  restartCount: 0,
  failureCount: 0,
  unhealthy_after: 3,
  circuitBreakerOpen: false,
  since: null,
  uptime_seconds: null,
  reason: null,
  start: "with-app" as const,
  log_files: { stdout: "/log/a.out", stderr: "/log/a.err" },
};
const since = isoTime(t0);
const held = { url: "http://127.0.0.1:8765", port: 8765, pid: 10, uptime_seconds: 10, since };

Deno.test("sidecars as JSON: each phase", () => {
  assertEquals(listed(), idle);
  assertEquals(listed(start), { ...idle, state: "starting", status: "starting", since });
  assertEquals(listed(start, spawned), { ...idle, ...held, state: "starting", status: "starting" });
  assertEquals(listed(start, spawned, ready), {
    ...idle,
    ...held,
    state: "healthy",
    status: "running",
    running: true,
  });
  assertEquals(listed(start, spawned, ready, failed, failed), {
    ...idle,
    ...held,
    state: "unhealthy",
    status: "running",
    running: true,
    failureCount: 2,
    reason: "It answered with HTTP status 500",
  });
  assertEquals(listed(start, spawned, ready, failed, failed, failed), {
    ...idle,
    ...held,
    state: "stopping",
    status: "stopping",
    reason: "It answered with HTTP status 500",
  });
  assertEquals(listed(start, exited), {
    ...idle,
    state: "restarting",
    status: "restarting",
    restartCount: 1,
    retry_at: isoTime(t0 + 1000),
    reason: "It ended with status 1",
  });
  assertEquals(listed(start, { kind: "stop" }, notSpawned), {
    ...idle,
    state: "stopped",
    status: "stopped",
    since,
  });
  assertEquals(listed(start, exited, start, reports(2).exited), {
    ...idle,
    state: "failed",
    status: "error",
    restartCount: 1,
    circuitBreakerOpen: true,
    since,
    reason: "Given up after a restart: it ended with status 1",
    last_lines: ["out of luck"],
  });
});

Deno.test("sidecars as JSON: every character can be seen", () => {
  const odd: SidecarEvent = { ...exited, lastLines: ["\u001b[31mred\u202e"] };
  const last = listed(start, exited, start, { ...odd, run: 2 })?.last_lines;
  assertEquals(last, ["\ufffd[31mred\ufffd"]);
});
