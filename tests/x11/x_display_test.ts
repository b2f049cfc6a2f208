// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { displayAddress } from "../../src/x11/x_display.ts";

Deno.test("displayAddress() knows the forms that DISPLAY takes", () => {
  const local = (number: number) => ({ path: `/tmp/.X11-unix/X${number}` });
  const cases: readonly [string, unknown][] = [
    [":0", { target: local(0), number: "0", screen: 0 }],
    [":12.1", { target: local(12), number: "12", screen: 1 }],
    ["unix:3", { target: local(3), number: "3", screen: 0 }],
    ["localhost:10.0", { target: { host: "localhost", port: 6010 }, number: "10", screen: 0 }],
    ["[::1]:1", { target: { host: "::1", port: 6001 }, number: "1", screen: 0 }],
    ["", null],
    ["wayland-0", null],
    ["/tmp/socket:0", null],
  ];
  for (const [display, expected] of cases) assertEquals(displayAddress(display), expected, display);
});
