/** When a graphical session is over. The test's own sockets stand in for a bus and for displays. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { isSessionOver } from "../../src/app/graphical_session.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { json, test } from "../support/program.ts";

const real = denoHost();

function over(env: Readonly<Record<string, string>>): Promise<boolean> {
  return isSessionOver({ ...real, env: (name) => env[name] });
}

Deno.test("isSessionOver() is true where the bus is gone, or every display, or there is neither", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-session-" });
  try {
    using bus = Deno.listen({ transport: "unix", path: `${folder}/bus` });
    using wayland = Deno.listen({ transport: "unix", path: `${folder}/wayland-0` });
    using display = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const there = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/bus`, XDG_RUNTIME_DIR: folder };
    const gone = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/old`, XDG_RUNTIME_DIR: folder };
    const x = `127.0.0.1:${display.addr.port - 6000}`;
    const rows: readonly (readonly [Readonly<Record<string, string>>, boolean])[] = [
      [{}, true],
      [there, false],
      [gone, true],
      [{ DBUS_SESSION_BUS_ADDRESS: "unix:abstract=/claudeminder/nobody" }, true],
      [{ ...there, WAYLAND_DISPLAY: "wayland-0" }, false],
      [{ ...there, WAYLAND_DISPLAY: `${folder}/wayland-0` }, false],
      [{ ...there, WAYLAND_DISPLAY: "wayland-9" }, true],
      [{ ...there, DISPLAY: x }, false],
      [{ ...there, DISPLAY: ":9999" }, true],
      // An X server for older programs may not have been started yet.
      [{ ...there, WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":9999" }, false],
      [{ ...gone, WAYLAND_DISPLAY: "wayland-0", DISPLAY: x }, true],
      [{ XDG_RUNTIME_DIR: folder }, false],
    ];
    for (const [env, expected] of rows) assertEquals(await over(env), expected, JSON.stringify(env));
    // After a crash, a socket is left behind on which nobody listens.
    bus.close();
    await Deno.writeTextFile(`${folder}/left`, "");
    assertEquals(await over(there), true);
    assertEquals(await over({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/left` }), true);
    wayland.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

test("session.giveWay: a program that wants no icon stays, whoever asks", async (account) => {
  account.start("run", "--headless");
  while ((await account.run("call", "system.ping")).code !== 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assertEquals((await account.run("call", "session.giveWay")).stdout, "false\n");
  assertEquals(json(await account.run("call", "system.ping")).pong, true);
});
