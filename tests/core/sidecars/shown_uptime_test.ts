/** When the menu says another uptime: never late, never for nothing, and at moments when everything wakes up anyway. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { nextUptimeChange } from "../../../src/core/sidecars/shown_uptime.ts";
import { sidecarEntries } from "../../../src/core/sidecars/sidecar_menu.ts";
import type { SidecarProcess } from "../../../src/core/sidecars/sidecar_state.ts";
import { hour, minute, stateAfter, t0 } from "../situations.ts";
import { happens, heldProcess, sidecar, withSidecars } from "./sidecar_samples.ts";

/** Each was started so many ms after `t0`. */
function running(...startedAfterMs: readonly number[]) {
  const names = startedAfterMs.map((_, index) => `s${index}`);
  const events = startedAfterMs.flatMap((ms, index) => {
    const process: SidecarProcess = { ...heldProcess, startedAt: t0 + ms };
    return [
      happens(names[index] ?? "", { kind: "start", by: "person" }, t0 + ms),
      happens(names[index] ?? "", { kind: "ready", run: 1, process }, t0 + ms),
    ];
  });
  return stateAfter(events, withSidecars(...names.map((name) => sidecar(name)))).sidecars;
}

Deno.test("the uptime in the menu changes at half minutes of the clock, for all sidecars together", () => {
  const sidecars = running(0, 1, 17_123, 29_999, 30_000, 55_555);
  const shown = (now: number) => JSON.stringify(sidecarEntries(sidecars, now, en));
  let changes = 0;
  for (let now = t0 + minute; now < t0 + 4 * hour; changes++) {
    const next = nextUptimeChange(sidecars, now);
    assert(next !== null && next > now && next % (minute / 2) === 0, `${now} ${next}`);
    assertEquals(shown(next - 1), shown(now), `late, from ${now - t0} to ${next - t0}`);
    assert(shown(next) !== shown(now), `for nothing, at ${next - t0}`);
    now = next;
  }
  assert(changes <= 2 * 61 + 2 * 3, `${changes} changes`);
});

Deno.test("the uptime in the menu: nothing changes where no process is there", () => {
  assertEquals(nextUptimeChange(stateAfter([], withSidecars(sidecar("a"))).sidecars, t0), null);
});
