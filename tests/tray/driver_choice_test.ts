/** Which driver is chosen, from what each of them says. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { chooseTray, type TrayOption } from "../../src/tray/driver_choice.ts";
import type { Availability, TrayDriver } from "../../src/tray/driver.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const YES: Availability = { kind: "yes" };
const LATER: Availability = {
  kind: "later",
  why: { about: "tray", kind: "no-panel" },
  remedy: { kind: "start-panel-with-tray" },
};
const NO: Availability = {
  kind: "no",
  why: { about: "system", text: "no way" },
  remedy: { kind: "start-in-desktop-session" },
};

const driver = (name: TrayDriver["name"], availability: Availability): TrayDriver => ({
  name,
  available: () => Promise.resolve(availability),
  run: () => Promise.resolve(),
});

// Without a display, so that no tray of the older kind is found.
const host = { ...denoHost(), env: () => undefined };

Deno.test("chooseTray() takes what can show something, and else says why not", async () => {
  const cases: readonly [TrayOption, "linux" | "windows" | "macos", Availability, Availability, string][] = [
    ["auto", "linux", YES, YES, "sni"],
    ["auto", "linux", LATER, NO, "sni"],
    ["auto", "linux", LATER, LATER, "sni"],
    ["auto", "linux", NO, LATER, "systray2"],
    ["auto", "linux", NO, YES, "systray2"],
    ["auto", "linux", NO, NO, "no way. no way"],
    ["auto", "windows", NO, YES, "systray2"],
    ["auto", "macos", YES, YES, "systray2"],
    ["auto", "windows", YES, NO, "no way"],
    ["sni", "linux", LATER, YES, "sni"],
    ["sni", "linux", NO, YES, "no way"],
    ["systray2", "linux", YES, LATER, "systray2"],
    ["systray2", "linux", YES, NO, "no way"],
    ["none", "linux", YES, YES, "No tray icon was asked for"],
  ];
  for (const [wish, os, sni, systray2, expected] of cases) {
    const drivers = { sni: driver("sni", sni), systray2: driver("systray2", systray2) };
    const choice = await chooseTray(wish, { host, platform: { os }, drivers });
    assertEquals(
      choice.kind === "driver" ? choice.driver.name : reasonEn(choice.why),
      expected,
      `${wish} on ${os}`,
    );
  }
});

Deno.test("chooseTray() has no StatusNotifierItem to offer where that does not exist", async () => {
  const drivers = { sni: null, systray2: driver("systray2", YES) };
  const choice = await chooseTray("sni", { host, platform: { os: "windows" }, drivers });
  assertEquals(choice.kind, "headless");
  const auto = await chooseTray("auto", { host, platform: { os: "windows" }, drivers });
  assertEquals(auto.kind === "driver" && auto.driver.name, "systray2");
});
