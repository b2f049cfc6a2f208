/** Sidecars in the tooltip, the menu and src/core/views/snapshot.ts. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import { vi } from "../../../src/core/language/vi/messages.ts";
import type { Messages } from "../../../src/core/language/messages.ts";
import { snapshot } from "../../../src/core/views/snapshot.ts";
import { nextViewChange, trayView } from "../../../src/core/views/tray_view.ts";
import { july, minute, read, signedIn, stateAfter, t0 } from "../situations.ts";
import { happens, reports, sidecar, withSidecars } from "../sidecars/sidecar_samples.ts";

const { spawned, ready, exited } = reports(1);

/** So many that are well, then so many that have failed. */
function state(well: number, failed: number) {
  const names = (letter: string, count: number) =>
    Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);
  const [good, bad] = [names("good", well), names("bad", failed)];
  return stateAfter(
    [
      signedIn,
      read(july),
      ...[...good, ...bad].flatMap((name) =>
        [{ kind: "start", by: "person" } as const, spawned, ready].map((event) => happens(name, event))
      ),
      ...bad.map((name) => happens(name, exited)),
    ],
    withSidecars(...[...good, ...bad].map((name) => sidecar(name, { auto_restart: false }))),
  );
}

function tooltip(well: number, failed: number, messages: Messages = en): readonly string[] {
  return trayView(state(well, failed), t0, { messages, demo: false }).tooltip.body.split("\n");
}

Deno.test("the tooltip has a line for each sidecar that has failed, for three at most, and none for the others", () => {
  const without = tooltip(0, 0);
  assertEquals(tooltip(3, 0), without);
  assertEquals(tooltip(1, 1).filter((line) => !without.includes(line)), [
    "Sidecar bad1 failed: it ended with status 1",
  ]);
  assertEquals(
    tooltip(0, 1, vi).find((line) => line.includes("bad1")),
    "Chương trình phụ bad1 bị lỗi: nó đã kết thúc với mã 1",
  );
  assertEquals(tooltip(0, 5).filter((line) => !without.includes(line)), [
    "Sidecar bad1 failed: it ended with status 1",
    "Sidecar bad2 failed: it ended with status 1",
    "Sidecar bad3 failed: it ended with status 1",
    "+2 more sidecars",
  ]);
});

Deno.test("snapshot() lists every sidecar, and those that have failed among the problems", () => {
  const { sidecars, problems } = snapshot(state(1, 1), t0, en);
  assertEquals(sidecars.map(({ name, state, port, last_lines }) => [name, state, port, last_lines]), [
    ["good1", "healthy", 8765, undefined],
    ["bad1", "failed", null, ["out of luck"]],
  ]);
  assertEquals(problems, ["Sidecar bad1 failed: it ended with status 1"]);
  assertEquals(snapshot(state(0, 0), t0, en).sidecars, []);
});

Deno.test("the menu has the sidecars in a section of their own, and is as ever without any", () => {
  const menu = (well: number, failed: number) =>
    trayView(state(well, failed), t0, { messages: en, demo: false }).menu;
  const ids = menu(1, 1).map(({ id }) => id);
  const at = ids.indexOf("before-sidecars");
  assert(at > 0);
  assertEquals(ids.slice(at, at + 4), ["before-sidecars", "sidecar:good1", "sidecar:bad1", "after-state"]);
  assertEquals(menu(0, 0), menu(1, 1).filter(({ id }) => !/sidecar/.test(id)));
});

Deno.test("nextViewChange() is when a sidecar has run for another minute", () => {
  // Nobody is signed in, so that nothing else in the view has an age.
  const events = [{ kind: "start", by: "person" } as const, spawned, ready].map((event) =>
    happens("a", event)
  );
  const running = stateAfter(events, withSidecars(sidecar("a")));
  const next = nextViewChange(running, t0 + 70_000);
  assertEquals(next, t0 + 2 * minute);
  const menu = (now: number) => JSON.stringify(trayView(running, now, { messages: en, demo: false }).menu);
  assert(menu(next - 1).includes("1 min") && menu(next).includes("2 min"), menu(next));
});
