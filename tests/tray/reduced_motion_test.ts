// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { RunResult } from "../../src/host/host.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { prefersReducedMotion } from "../../src/tray/reduced_motion.ts";
import { fakeRegistry } from "../host/windows/fake_registry.ts";
import { running } from "../notify/programs.ts";

const env = (name: string) => ({ HOME: "/Users/ann", USERPROFILE: "C:\\Users\\ann" })[name];
const macos = macosPlatform(env);
const windows = windowsPlatform(env);

Deno.test("prefersReducedMotion() asks the system's program, and takes every failure for no", async () => {
  const cases: readonly (readonly [Partial<RunResult> | Error, boolean])[] = [
    [{ stdout: "1\n" }, true],
    [{ stdout: "0\n" }, false],
    [{ stdout: "1\n", code: 1 }, false],
    [{ stdout: "1\n", timedOut: true }, false],
    [new Error("not found"), false],
  ];
  for (const [result, expected] of cases) {
    const { host, runs } = running(result);
    const registry = fakeRegistry();
    assertEquals(await prefersReducedMotion({ host: { ...host, registry }, platform: macos }), expected);
    assertEquals(runs[0]?.timeoutMs, 500);
  }
});

Deno.test("prefersReducedMotion() reads the registry where the system has one, and takes every failure for no", async () => {
  const { host, runs } = running(new Error("a program was run"));
  const registry = fakeRegistry();
  const isReduced = () => prefersReducedMotion({ host: { ...host, registry }, platform: windows });
  assertEquals(await isReduced(), false);
  registry.set("Control Panel\\Desktop\\WindowMetrics", "MinAnimate", "0");
  assertEquals(await isReduced(), true);
  const failing = {
    ...registry,
    read() {
      throw new Error("Cannot read HKCU: Access is denied");
    },
  };
  assertEquals(
    await prefersReducedMotion({ host: { ...host, registry: failing }, platform: windows }),
    false,
  );
  assertEquals(runs, []);
});
