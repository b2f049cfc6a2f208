/** What each platform writes to start the program at login. Independent programs read it back. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "fast-plist";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import type { AutostartPlace } from "../../src/platform/platform.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const environment = (values: Record<string, string>) => (name: string) => values[name];
const linux = linuxPlatform(environment({ HOME: "/home/ann" }), "x86_64").autostart;
const macos = macosPlatform(environment({ HOME: "/Users/ann/" })).autostart;
const windows = windowsPlatform(environment({ USERPROFILE: "C:\\Users\\ann" })).autostart;

/** The text of the file, or why there is none. */
function written(
  autostart: AutostartPlace,
  exe: string,
): { readonly text: string } | { readonly why: string } {
  assert(autostart.kind === "file");
  const entry = autostart.entry(exe);
  return entry.kind === "text" ? { text: entry.text } : { why: reasonEn(entry.why) };
}

function textOf(autostart: AutostartPlace, exe: string): string {
  const result = written(autostart, exe);
  assert("text" in result, JSON.stringify(result));
  return result.text;
}

/** Each has to be refused, with these words. */
function refuses(why: (exe: string) => string, rows: readonly (readonly [string, RegExp])[]): void {
  for (const [exe, words] of rows) {
    assertMatch(why(exe), words, exe);
    assert(why(exe).startsWith(`Cannot start ${JSON.stringify(exe)} at login: `), exe);
  }
}

const refusalOf = (autostart: AutostartPlace) => (exe: string) => {
  const result = written(autostart, exe);
  return "why" in result ? result.why : "";
};

Deno.test("linuxPlatform().autostart is a desktop entry in the autostart folder of XDG_CONFIG_HOME", () => {
  const pathWith = (values: Record<string, string>) => {
    const { autostart } = linuxPlatform(environment({ HOME: "/home/ann/", ...values }), "x86_64");
    return autostart.kind === "file" ? autostart.path : null;
  };
  assertEquals(pathWith({}), "/home/ann/.config/autostart/claudeminder.desktop");
  assertEquals(pathWith({ XDG_CONFIG_HOME: "/c/" }), "/c/autostart/claudeminder.desktop");
  assertEquals(
    pathWith({ XDG_CONFIG_HOME: "relative" }),
    "/home/ann/.config/autostart/claudeminder.desktop",
  );
});

const goodPaths = [
  "/usr/bin/claudeminder",
  "/home/ann/My Programs/claudeminder",
  "/home/ann/Tải về/claudeminder (1)",
  "/opt/a'b;c&d#e~f*g?h|i<j>k/claudeminder",
  "/opt/🦊/claudeminder",
];

for (const exe of goodPaths) {
  Deno.test(`linuxPlatform().autostart quotes ${exe}, and reads it back`, () => {
    const text = textOf(linux, exe);
    assert(linux.kind === "file");
    assertEquals(text.split("\n").filter((line) => line.startsWith("Exec=")), [
      `Exec="${exe}" run --autostart`,
    ]);
    assertMatch(text, /^\[Desktop Entry\]\nType=Application\nName=claudeminder\n/);
    assertEquals(linux.startedBy(text), exe);
  });
}

Deno.test("linuxPlatform().autostart refuses what desktops read in more than one way, with the reason", () => {
  refuses(refusalOf(linux), [
    ["claudeminder", /it is not a full path$/],
    ['/a"b', /the " in the path$/],
    ["/a`b", /the ` in the path$/],
    ["/a$HOME", /the \$ in the path$/],
    ["/a\\b", /the \\ in the path$/],
    ["/100%", /the % in the path$/],
    ["/a=b", /the = in the path$/],
    ["/a\nExec=/bin/evil", /a control character in it$/],
    ["/a\tb", /a control character in it$/],
    ["/a\ufffdb", /not valid UTF-8$/],
    ["/a\ud800b", /not valid UTF-8$/],
  ]);
});

Deno.test("linuxPlatform().autostart knows a file that was turned off or changed by hand", () => {
  assert(linux.kind === "file");
  const text = textOf(linux, "/a b/c");
  const rows: readonly (readonly [string, string | null])[] = [
    [`${text}Hidden=true\n`, null],
    [`${text}Hidden=false\n`, "/a b/c"],
    [`${text}X-GNOME-Autostart-enabled=false\n`, null],
    [`${text}X-GNOME-Autostart-enabled=true\n`, "/a b/c"],
    [text.replace("run --autostart", "run --headless"), "/a b/c"],
    [text.replace(/^Exec=.*$/m, "Exec=/opt/x run"), "/opt/x"],
    ["", null],
    ["[Desktop Entry]\nTryExec=/x\n", null],
  ];
  for (const [each, path] of rows) assertEquals(linux.startedBy(each), path, each);
});

Deno.test("macosPlatform().autostart is a property list that a parser reads, for any path", () => {
  assert(macos.kind === "file");
  assertEquals(macos.path, "/Users/ann/Library/LaunchAgents/claudeminder.plist");
  const paths = [
    ...goodPaths,
    '/a"b`c$d\\e%f=g/claudeminder',
    "/a&amp;b/]]>/<string>/claudeminder",
    "/Applications/claudeminder.app/Contents/MacOS/claudeminder",
  ];
  for (const exe of paths) {
    const text = textOf(macos, exe);
    assertEquals(parse(text), {
      Label: "claudeminder",
      ProgramArguments: [exe, "run", "--autostart"],
      RunAtLoad: true,
      LimitLoadToSessionType: "Aqua",
      ProcessType: "Interactive",
    });
    assertEquals(macos.startedBy(text), exe);
    assertEquals(
      macos.startedBy(text.replace("<dict>", "<dict>\n  <key>Disabled</key>\n  <true/>")),
      null,
    );
  }
  assertEquals(macos.startedBy("no list"), null);
});

Deno.test("macosPlatform().autostart refuses what XML cannot carry, and a passing place, with the reason", () => {
  refuses(refusalOf(macos), [
    ["claudeminder", /it is not a full path$/],
    ["/a\nb", /a control character in it$/],
    ["/a\u0000b", /a control character in it$/],
    ["/a\uffffb", /a control character in it$/],
    ["/a\ud800b", /not valid UTF-8$/],
    [
      "/private/var/folders/x/AppTranslocation/1/d/claudeminder.app/Contents/MacOS/x",
      /to Applications first$/,
    ],
  ]);
});

Deno.test("windowsPlatform().autostart is a value of the Run key, the path in quotation marks", () => {
  assert(windows.kind === "registry");
  assertEquals(windows.value, {
    key: "Software\\Microsoft\\Windows\\CurrentVersion\\Run",
    name: "claudeminder",
  });
  const paths = [
    "C:\\claudeminder.exe",
    "C:\\Program Files\\a & b (x86)\\claudeminder.exe",
    "C:\\Users\\Đặng\\'a' ^b!\\$c=.exe",
    "\\\\server\\share\\claudeminder.exe",
  ];
  for (const exe of paths) {
    const line = `"${exe}" run --autostart`;
    assertEquals(windows.entry(exe), { kind: "text", text: line });
    assertEquals(windows.startedBy(line), exe);
  }
  assertEquals(windows.startedBy("C:\\x.exe run"), "C:\\x.exe");
  assertEquals(windows.startedBy('"C:\\a b.exe" run --headless'), "C:\\a b.exe");
  assertEquals([windows.startedBy(""), windows.startedBy(" ")], [null, null]);
});

Deno.test("windowsPlatform().autostart refuses what Windows would not read as it is, with the reason", () => {
  refuses((exe) => {
    const entry = windows.entry(exe);
    return entry.kind === "refused" ? reasonEn(entry.why) : "";
  }, [
    ["claudeminder.exe", /it is not a full path$/],
    ["\\\\?\\C:\\x.exe", /it is not a full path$/],
    ['C:\\a" & calc & ".exe', /a quotation mark in it$/],
    ["C:\\%TEMP%\\x.exe", /in the place of the % in the path$/],
    ["C:\\a\nb.exe", /a control character in it$/],
    ["C:\\folder\\", /it is a folder$/],
    [`C:\\${"a".repeat(250)}.exe`, /the path is too long/],
  ]);
});
