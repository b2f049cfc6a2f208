/** The StatusNotifierItem driver and a session bus that is late. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import type { TrayPort } from "../../src/tray/driver.ts";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";
import { sniDriver } from "../../src/tray/sni_driver.ts";
import { until } from "./desktop.ts";
import { startTestBus } from "./notice_bus.ts";
import { VIEW } from "./tray_views.ts";
import { inEnglish } from "../support/in_english.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

Deno.test("sniDriver() can run later where the session bus is there and does not answer, and not where there is none", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-silent-bus-" });
  try {
    using bus = Deno.listen({ transport: "unix", path: `${folder}/bus` });
    const visitors: Deno.UnixConn[] = [];
    const accepting = (async () => {
      for await (const visitor of bus) visitors.push(visitor);
    })();
    const available = async (env: Readonly<Record<string, string>>) =>
      inEnglish(
        await sniDriver({ host: { ...denoHost(), env: (name) => env[name] }, icons: createIconPixels() })
          .available(),
      );
    const address = `unix:path=${folder}/bus`;
    assertEquals(await available({ DBUS_SESSION_BUS_ADDRESS: address }), {
      kind: "later",
      why: "The session bus let nobody in",
      remedy: "The icon appears as soon as the session bus answers",
    });
    assertEquals(await available({}), {
      kind: "no",
      why: "There is no D-Bus session bus",
      remedy: "Start the program inside a desktop session",
    });
    bus.close();
    await accepting;
    for (const visitor of visitors) visitor.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("sniDriver() waits for a session bus that is named and not there yet", async () => {
  await using bus = await startTestBus();
  await bus.kill();
  const ended = new AbortController();
  const waits: string[] = [];
  const port: TrayPort = {
    view: () => VIEW,
    subscribe: () => () => {},
    perform: () => {},
    status: (status) => void waits.push(status.kind === "waiting" ? reasonEn(status.why) : "shown"),
  };
  const running = sniDriver({ host: bus.host(), icons: createIconPixels() }).run(port, ended.signal);
  await until(() => waits.length === 1, "the first try");
  await bus.start();
  await until(() => waits.length === 2, "the second");
  assert(waits[0]?.startsWith("No way to the session bus"), waits[0]);
  assertEquals(waits[1], "No panel shows tray icons of the StatusNotifierItem kind");
  ended.abort();
  await running;
});
