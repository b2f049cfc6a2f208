/** The menu's entry for the start at login. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { en } from "../../../src/core/language/en/messages.ts";
import type { AutostartState, State } from "../../../src/core/state.ts";
import { trayView } from "../../../src/core/views/tray_view.ts";
import { stateAfter, t0 } from "../situations.ts";

Deno.test("trayView() offers the start at login where it is known, ticked where this program is the one", () => {
  const rows: readonly (readonly [AutostartState, string, boolean])[] = [
    [{ kind: "off" }, "Start at login", false],
    [{ kind: "on" }, "Start at login", true],
    [{ kind: "other", path: "/two" }, "Start at login · now it is /two", false],
    [
      { kind: "other", path: `/${"a".repeat(100)}` },
      `Start at login · now it is /${"a".repeat(62)}…`,
      false,
    ],
  ];
  const find = (state: State) =>
    trayView(state, t0, { messages: en, demo: false }).menu.find(({ id }) => id === "autostart");
  assertEquals(find(stateAfter([])), undefined);
  for (const [autostart, label, checked] of rows) {
    assertEquals(find(stateAfter([{ type: "autostart", autostart, now: t0 }])), {
      kind: "item",
      id: "autostart",
      label,
      action: { kind: "toggle-autostart" },
      checked,
    });
  }
});
