/** What other programs hear of sidecars, told as stories. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { nothingSaved } from "../../../src/core/saved_state.ts";
import { defaultSettings, type Settings } from "../../../src/core/settings.ts";
import { sidecarAnnouncements } from "../../../src/core/sidecars/sidecar_announcements.ts";
import type { SidecarEvent } from "../../../src/core/sidecars/sidecar_state.ts";
import { isoTime } from "../../../src/core/time/iso_time.ts";
import { initialState, reduce } from "../../../src/core/state.ts";
import { minute, t0 } from "../situations.ts";
import { happens, reports, sidecar, withSidecars } from "./sidecar_samples.ts";

const start: SidecarEvent = { kind: "start", by: "person" };
const tick: SidecarEvent = { kind: "tick" };

/** After each of these: the announcements that it makes, each in a line. A minute passes before each. */
function story(
  settings: Settings,
  steps: readonly (SidecarEvent | Settings)[],
): readonly (readonly string[])[] {
  let state = initialState(settings, nothingSaved);
  return steps.map((step, index) => {
    const now = t0 + index * minute;
    const event = "kind" in step
      ? happens("a", step, now)
      : { type: "settings", settings: step, now } as const;
    const before = state;
    state = reduce(before, event);
    return sidecarAnnouncements(before, event, state, en).map(({ name, event: what, ...more }) =>
      [name, what, ...Object.entries(more).map(([key, value]) => `${key}=${value}`)].join(" ")
    );
  });
}

Deno.test("announcements: it is started, is ill, recovers, and is stopped", () => {
  const { spawned, ready, failed, passed, gone } = reports(1);
  assertEquals(
    story(withSidecars(sidecar("a")), [start, spawned, ready, failed, passed, { kind: "stop" }, gone]),
    [
      ["a state-change from=idle to=starting from_state=idle to_state=starting"],
      ["a started pid=10 port=8765 url=http://127.0.0.1:8765"],
      ["a state-change from=starting to=running from_state=starting to_state=healthy", "a healthy"],
      ["a unhealthy count=1 reason=It answered with HTTP status 500"],
      ["a healthy"],
      ["a state-change from=running to=stopping from_state=healthy to_state=stopping"],
      ["a state-change from=stopping to=stopped from_state=stopping to_state=stopped", "a stopped"],
    ],
  );
});

Deno.test("announcements: it fails its checks, is restarted, crashes while it starts, and is given up", () => {
  const { spawned, ready, failed, gone } = reports(1);
  const steps = [start, spawned, ready, failed, failed, gone, tick, reports(2).spawned, reports(2).exited];
  const once = withSidecars(sidecar("a", { unhealthy_after: 2, max_restarts: 1 }));
  assertEquals(story(once, steps).slice(3), [
    ["a unhealthy count=1 reason=It answered with HTTP status 500"],
    [
      "a unhealthy count=2 reason=It answered with HTTP status 500",
      "a state-change from=running to=stopping from_state=unhealthy to_state=stopping",
    ],
    [
      "a state-change from=stopping to=restarting from_state=stopping to_state=restarting",
      `a restarting count=1 retry_at=${
        isoTime(t0 + 5 * minute + 1000)
      } reason=It answered with HTTP status 500`,
    ],
    ["a state-change from=restarting to=starting from_state=restarting to_state=starting"],
    ["a started pid=10 port=8765 url=http://127.0.0.1:8765"],
    [
      "a process-exit code=1 signal=null",
      "a restart-failed count=1 reason=Given up after a restart: it ended with status 1",
      "a state-change from=starting to=error from_state=starting to_state=failed",
      "a max-restarts-reached count=1",
      "a circuit-breaker-open count=1",
      "a error reason=Given up after a restart: it ended with status 1",
    ],
  ]);
});

Deno.test("announcements: it cannot be started, and is not to be restarted", () => {
  const never = withSidecars(sidecar("a", { auto_restart: false }));
  assertEquals(story(never, [start, reports(1).notSpawned])[1], [
    'a process-error reason=The program "helper" is not there',
    "a state-change from=starting to=error from_state=starting to_state=failed",
    'a error reason=The program "helper" is not there',
  ]);
});

Deno.test("announcements: late reports, checks that pass and a second start are not worth a word", () => {
  const { spawned, ready, passed } = reports(1);
  assertEquals(
    story(withSidecars(sidecar("a")), [start, spawned, ready, passed, start, reports(9).exited, tick]).slice(
      3,
    ),
    [[], [], [], []],
  );
});

Deno.test("announcements: what the settings start, end and take away", () => {
  const { spawned, ready, exited, gone } = reports(1);
  const b = sidecar("b", { start: "with-app" });
  assertEquals(
    story(withSidecars(sidecar("a")), [start, spawned, ready, withSidecars(b), gone, defaultSettings]).slice(
      3,
    ),
    [
      [
        "a state-change from=running to=stopping from_state=healthy to_state=stopping",
        "b state-change from=idle to=starting from_state=idle to_state=starting",
      ],
      ["a state-change from=stopping to=stopped from_state=stopping to_state=stopped", "a stopped"],
      ["b state-change from=starting to=stopping from_state=starting to_state=stopping"],
    ],
  );
  assertEquals(story(withSidecars(sidecar("a"), sidecar("c")), [start, exited, defaultSettings])[2], [
    "a state-change from=restarting to=stopped from_state=restarting to_state=stopped",
    "a stopped",
  ]);
});

Deno.test("announcements: every character of a reason can be seen", () => {
  const { spawned, ready, failed } = reports(1);
  const odd: SidecarEvent = { ...failed, why: { about: "system", text: "no\u202ebody" } };
  assertEquals(story(withSidecars(sidecar("a")), [start, spawned, ready, odd])[3], [
    "a unhealthy count=1 reason=no\ufffdbody",
  ]);
});
