/** The commands that show notices and register links: no text is taken for code or for an option, and none is lost. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertNotEquals } from "@std/assert";
// @ts-types="../../src/std_types/encoding.d.ts"
import { decodeBase64 } from "@std/encoding/base64";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import type { NoticeLinks } from "../../src/platform/platform.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { TOAST_SCRIPT, WITHDRAW_SCRIPT } from "../../src/platform/windows_notifications.ts";
import { NOTICE, TEXTS } from "./hostile_texts.ts";

const env = (name: string) =>
  ({ HOME: "/home/ann", USERPROFILE: "C:\\Users\\ann", SystemRoot: "D:\\W" })[name];
const linux = linuxPlatform(env, "x86_64");
const macos = macosPlatform(env);
const windows = windowsPlatform(env);
const SYSTEM = "D:\\W\\System32";

Deno.test("macosPlatform().notify() hands texts to osascript as the last arguments, after a fixed script", () => {
  for (const text of TEXTS) {
    const { program, args, stdin } = macos.notify({ ...NOTICE, title: text, body: `${text}.` }, null);
    assertEquals(program, "/usr/bin/osascript");
    assertEquals(args, [
      "-e",
      "on run argv",
      "-e",
      "display notification (item -1 of argv) with title (item -2 of argv)",
      "-e",
      "end run",
      "--",
      text,
      `${text}.`,
    ]);
    assertEquals(stdin, undefined);
  }
});

Deno.test("linuxPlatform().notify() hands texts to notify-send after all options, and never waits", () => {
  for (const text of TEXTS) {
    const { program, args } = linux.notify({ ...NOTICE, title: text, body: text, urgency: "critical" }, null);
    assertEquals(program, "notify-send");
    assertEquals(args.slice(0, 4), ["--app-name=claudeminder", "--urgency=critical", "--", text]);
    assertEquals(args.length, 5);
    assert(!/[<>]|&(?!amp;|lt;|gt;)/.test(args[4] ?? ""), args[4]);
  }
});

Deno.test("windowsPlatform().notify() runs a script that never changes, with texts on standard input only", () => {
  const commands = TEXTS.map((text) => windows.notify({ ...NOTICE, title: text, body: `${text}.` }, null));
  for (const [index, { program, args, stdin = "" }] of commands.entries()) {
    const text = TEXTS[index];
    assertEquals(program, `${SYSTEM}\\WindowsPowerShell\\v1.0\\powershell.exe`);
    assertEquals(args.slice(0, -1), [
      "-NoProfile",
      "-NonInteractive",
      "-ExecutionPolicy",
      "Bypass",
      "-EncodedCommand",
    ]);
    assertEquals(new TextDecoder("utf-16le").decode(decodeBase64(args.at(-1) ?? "")), TOAST_SCRIPT);
    assert(/^[\x20-\x7e]*$/.test(stdin), stdin);
    const { title, body, buttons, opens } = JSON.parse(stdin);
    assertEquals([title, body, buttons, opens], [text, `${text}.`, [], ""]);
  }
  // A command line holds 32,767 units.
  assert((commands[0]?.args.join(" ").length ?? 0) < 16_000);
});

Deno.test("windowsPlatform().notify() has buttons for links, and one tag for each subject", () => {
  const links: NoticeLinks = {
    opens: "claudeminder:0",
    buttons: [1, 2, 3, 4, 5, 6].map((n) => ({ label: `"${n}" & <`, link: `claudeminder:${n}` })),
  };
  const sent = (subject: string) => JSON.parse(windows.notify({ ...NOTICE, subject }, links).stdin ?? "");
  assertEquals(sent("usage").buttons, links.buttons.slice(0, 5));
  assertEquals(sent("usage").opens, "claudeminder:0");
  assertEquals(sent("usage").tag, sent("usage").tag);
  assertNotEquals(sent("usage").tag, sent("status").tag);
  assert(/^[0-9a-f]{8}$/.test(sent("a subject of any length, with 👩‍👩‍👧 in it").tag));
});

Deno.test("windowsPlatform().withdrawNotice() names the toast that notify() has shown, as that is named", () => {
  const shown = windows.notify({ ...NOTICE, subject: "opencode:1:2:'; exit" }, null);
  const { program, args, stdin } = windows.withdrawNotice("opencode:1:2:'; exit") ?? {};
  assertEquals([program, args?.slice(0, -1)], [shown.program, shown.args.slice(0, -1)]);
  assertEquals(new TextDecoder("utf-16le").decode(decodeBase64(args?.at(-1) ?? "")), WITHDRAW_SCRIPT);
  assertEquals(JSON.parse(stdin ?? ""), { tag: JSON.parse(shown.stdin ?? "").tag });
  // Group and application are those under which it was shown.
  const [, group = "", application = ""] =
    /Remove\(\[string\] \$notice\.tag, ('[^']+'), ('[^']+')\)/.exec(WITHDRAW_SCRIPT) ?? [];
  assert(TOAST_SCRIPT.includes("$shown.Tag = [string] $notice.tag\n"));
  assert(TOAST_SCRIPT.includes(`$shown.Group = ${group}\n`), group);
  assert(TOAST_SCRIPT.includes(`CreateToastNotifier(${application})\n`), application);
  assertEquals([linux.withdrawNotice("usage"), macos.withdrawNotice("usage")], [null, null]);
});

Deno.test("windowsPlatform().linkProtocol registers a link for each path that Windows reads as it is", () => {
  const key = "Software\\Classes\\claudeminder";
  const cases: readonly (readonly [exe: string, line: string | null])[] = [
    ["C:\\claudeminder.exe", '"C:\\claudeminder.exe" link -- "%1"'],
    ["C:\\Program Files\\Ann's & co\\c.exe", '"C:\\Program Files\\Ann\'s & co\\c.exe" link -- "%1"'],
    ["d:\\Thư mục (1)\\^c;.exe", '"d:\\Thư mục (1)\\^c;.exe" link -- "%1"'],
    ["\\\\server\\share\\c.exe", '"\\\\server\\share\\c.exe" link -- "%1"'],
    ['C:\\a" b\\c.exe', null],
    ["C:\\100%1\\c.exe", null],
    ["C:\\%PATH%\\c.exe", null],
    ["c.exe", null],
    ["C:c.exe", null],
    ["\\c.exe", null],
    ["\\\\?\\C:\\c.exe", null],
    ["", null],
    ["C:\\a\nb\\c.exe", null],
    ["C:\\folder\\", null],
  ];
  const { linkProtocol } = windows;
  for (const [exe, line] of cases) {
    const registration = linkProtocol?.register(exe);
    if (line === null) {
      assertEquals(registration?.kind, "refused", exe);
      continue;
    }
    assertEquals(registration, {
      kind: "values",
      values: [
        { key, name: "", text: "URL:claudeminder" },
        { key, name: "URL Protocol", text: "" },
        { key: `${key}\\shell\\open\\command`, name: "", text: line },
      ],
    });
  }
  assertEquals(linkProtocol?.key, key);
  assertEquals([linux.linkProtocol, macos.linkProtocol], [null, null]);
});

Deno.test("Platform.reducedMotion reads each system's own answer", () => {
  const onMac = macos.reducedMotion;
  assert(onMac?.kind === "command");
  assertEquals(["1\n", "0\n", ""].map((printed) => onMac.isReduced(printed)), [true, false, false]);
  const onWindows = windows.reducedMotion;
  assert(onWindows?.kind === "registry");
  assertEquals(onWindows.value, { key: "Control Panel\\Desktop\\WindowMetrics", name: "MinAnimate" });
  const found = ["0", "1", 0, "", null] as const;
  assertEquals(found.map((value) => onWindows.isReduced(value)), [true, false, false, false, false]);
  assertEquals(linux.reducedMotion, null);
});
