/** Where there is no session bus to speak to: notify-send as it is; and the desktop portal's word on motion. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertLess } from "@std/assert";
import { Variant } from "@jellybrick/dbus-next";
import type { Host } from "../../src/host/host.ts";
import { chooseSender } from "../../src/notify/sender_choice.ts";
import { prefersReducedMotion } from "../../src/tray/reduced_motion.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { type Answer, busProgram, startTestBus, type TestBus } from "./notice_bus.ts";
import { fakeService, NOTICE } from "./notice_service.ts";
import { inEnglish } from "../support/in_english.ts";

const platform = linuxPlatform((name) => name === "HOME" ? "/home/ann" : undefined, "x86_64");

/** A host that knows of no bus, but whose programs find one by themselves. */
function hostWithout(bus: TestBus, path = Deno.env.get("PATH") ?? ""): Host {
  const run: Host["run"] = async ({ program, args }) => {
    const found = new Deno.Command(program, {
      args: [...args],
      clearEnv: true,
      env: { PATH: path, DBUS_SESSION_BUS_ADDRESS: bus.address, LANG: "C.UTF-8" },
      stdin: "null",
    });
    const { code, stdout, stderr } = await found.output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr), timedOut: false };
  };
  return { ...bus.host(null), run };
}

Deno.test("chooseSender() hands notices to notify-send without a bus, and every text arrives as it is", async () => {
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  const sender = chooseSender({ host: hostWithout(bus), platform, links: () => null });
  const texts: readonly (readonly [title: string, body: string])[] = [
    ["Claude Usage Warning", "Session 90 %\nWeek 75 %"],
    ["--help", "-u critical"],
    ["$(touch x) `id` \"'", "C:\\new\\table & <b>more</b> %PATH% $HOME"],
    ["Tiếng Việt 🎉", "a\\tb \\\\ &amp; 👩‍👩‍👧"],
    ["No body", ""],
  ];
  for (const [title, body] of texts) {
    assertEquals(await sender.send({ ...NOTICE, title, body }, () => {}), { kind: "shown" });
    const received = service.notices().at(-1);
    assertEquals([received?.title, plain(received?.body ?? ""), received?.actions], [title, body, []]);
    assertEquals([received?.app, received?.hints.urgency], ["claudeminder", ["y", 1]]);
  }
  await sender.close();
});

/** What a service shows of this markup. */
function plain(markup: string): string {
  return markup.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

Deno.test("chooseSender() says so when there is neither a bus nor notify-send", async () => {
  await using bus = await startTestBus();
  const sender = chooseSender({ host: hostWithout(bus, "/nonexistent"), platform, links: () => null });
  const why = "there is no D-Bus session bus, and notify-send cannot be run";
  assertEquals(inEnglish(await sender.send(NOTICE, () => {})), { kind: "failed", why });
  assertEquals((await sender.describe()).kind, "missing");
  await sender.close();
});

Deno.test("chooseSender() promises nothing of notify-send without a bus, and less without a display", async () => {
  await using bus = await startTestBus();
  const described = async (variables: Readonly<Record<string, string>>, path?: string) => {
    const host = { ...hostWithout(bus, path), env: (name: string) => variables[name] };
    return inEnglish(await chooseSender({ host, platform, links: () => null }).describe());
  };
  const remedy = "Start the program inside a desktop session";
  const missing = { kind: "missing", why: "there is no D-Bus session bus", remedy } as const;
  const uncertain = {
    kind: "uncertain",
    why: "notify-send may show them, without buttons: no D-Bus session bus is known",
    remedy,
  } as const;
  assertEquals(await described({}), missing);
  assertEquals(await described({ DISPLAY: "", XDG_RUNTIME_DIR: `${bus.folder}/none` }), missing);
  assertEquals(await described({ DISPLAY: ":7" }), uncertain);
  assertEquals(await described({ DBUS_SESSION_BUS_ADDRESS: "tcp:host=127.0.0.1,port=9" }), uncertain);
  assertEquals(Object(await described({ DISPLAY: ":7" }, "/nonexistent")).kind, "missing");
});

Deno.test("chooseSender() does without notify-send where there is a bus", async () => {
  await using bus = await startTestBus();
  const run = () => Promise.reject(new Error("Nothing is to be run"));
  const sender = chooseSender({ host: { ...bus.host(), run }, platform, links: () => null });
  assertEquals(inEnglish(await sender.send(NOTICE, () => {})), {
    kind: "failed",
    why: "there is no notification service",
  });
  await sender.close();
});

/** A portal with these settings; `members` are the methods that it has. */
function portal(settings: Readonly<Record<string, Variant>>, members: readonly string[]) {
  return ({ member, body }: { readonly member: string; readonly body: readonly unknown[] }): Answer => {
    if (!members.includes(member)) return { error: "org.freedesktop.DBus.Error.UnknownMethod" };
    const value = settings[body.join(" ")];
    if (value === undefined) return { error: "org.freedesktop.portal.Error.NotFound" };
    return ["v", member === "Read" ? new Variant("v", value) : value];
  };
}

Deno.test("prefersReducedMotion() believes the desktop portal, old or new, and takes silence for no", async () => {
  const reduced = "org.freedesktop.appearance reduced-motion";
  const animations = "org.gnome.desktop.interface enable-animations";
  const [both, old] = [["Read", "ReadOne"], ["Read"]];
  const cases: readonly [
    string,
    ((call: Parameters<ReturnType<typeof portal>>[0]) => Answer) | null,
    boolean,
  ][] = [
    ["no portal", null, false],
    ["reduced", portal({ [reduced]: new Variant("u", 1) }, both), true],
    ["no preference", portal({ [reduced]: new Variant("u", 0) }, both), false],
    ["not a number", portal({ [reduced]: new Variant("s", "1") }, both), false],
    ["animations off", portal({ [animations]: new Variant("b", false) }, both), true],
    ["animations on", portal({ [animations]: new Variant("b", true) }, both), false],
    ["old: reduced", portal({ [reduced]: new Variant("u", 1) }, old), true],
    ["old: animations off", portal({ [animations]: new Variant("b", false) }, old), true],
    ["never answers", () => null, false],
  ];
  for (const [name, answer, expected] of cases) {
    await using bus = await startTestBus();
    await using _portal = answer === null
      ? null
      : await busProgram(bus, "org.freedesktop.portal.Desktop", answer);
    const started = performance.now();
    assertEquals(await prefersReducedMotion({ host: bus.host(), platform }), expected, name);
    assertLess(performance.now() - started, 2_000);
  }
  await using bus = await startTestBus();
  assertEquals(await prefersReducedMotion({ host: bus.host(null), platform }), false);
});
