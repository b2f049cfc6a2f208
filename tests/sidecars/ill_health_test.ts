/** Sidecars that run and are not well: how that is seen, and what is done; src/sidecars/ as a whole. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { healthServer } from "./fixtures/real_sidecars.ts";
import { onSidecars, type Status } from "./sidecar_stage.ts";

/** Told to end by a signal: this is not about how it ends. */
const quick = { start: "with-app", shutdown: { type: "signal" } } as const;

const ills: readonly (readonly [string, RegExp])[] = [
  ["500", /^It answered with HTTP status 500$/],
  ["hangs", /^No answer within 0\.3 s$/],
  ["garbage", /./],
  ["closes", /./],
];

async function become({ url }: Status, health: string): Promise<void> {
  const response = await fetch(`${url}/become`, { method: "POST", body: health });
  assertEquals(await response.json(), { health });
}

for (const [ill, reason] of ills) {
  Deno.test(`a sidecar whose health is "${ill}" is not well, and restarted after three failures`, () =>
    onSidecars(
      [healthServer("agents", [], { ...quick, health_timeout_seconds: 0.3 })],
      async (stage) => {
        const { reaches, saw, told } = stage;
        const well = await reaches("agents", ({ state }) => state === "healthy");
        const from = told.length;
        await become(well, ill);
        const unwell = await reaches("agents", ({ state }) => state === "unhealthy");
        assertEquals([unwell.status, unwell.running, unwell.pid], ["running", true, well.pid]);
        assertMatch(unwell.reason ?? "", reason);
        await saw(({ event }) => event === "restarting", from);
        const again = await reaches("agents", ({ state, pid }) => state === "healthy" && pid !== well.pid);
        assertEquals(again.restartCount, 1);
        const counts = told.slice(from).filter(({ event }) => event === "unhealthy").map(({ count }) =>
          count
        );
        assertEquals(counts.slice(0, 2), [1, 2]);
      },
    ));
}

Deno.test("a sidecar that is degraded is well, and one that gets well again is not restarted", () =>
  onSidecars([healthServer("agents", [], { ...quick, unhealthy_after: 50 })], async ({ reaches }) => {
    const well = await reaches("agents", ({ state }) => state === "healthy");
    await become(well, "500");
    await reaches("agents", ({ state }) => state === "unhealthy");
    await become(well, "degraded");
    const again = await reaches("agents", ({ state }) => state === "healthy");
    assertEquals([again.pid, again.restartCount, again.failureCount], [well.pid, 0, 0]);
  }));

Deno.test("a sidecar that listens late is started, and one that never does is given up with the reason", () =>
  onSidecars([
    healthServer("late", ["listen_after=1.5"], quick),
    healthServer("never", ["listen_after=100"], { ...quick, max_restarts: 0 }),
  ], async ({ reaches, saw }) => {
    const late = await reaches("late", ({ state }) => state === "healthy");
    assertEquals(late.restartCount, 0);
    const never = await reaches("never", ({ state }) => state === "failed");
    assertMatch(never.reason ?? "", /: it was not ready within 10 s: it cannot be reached: /);
    await saw(({ name, event }) => name === "never" && event === "error");
  }));
