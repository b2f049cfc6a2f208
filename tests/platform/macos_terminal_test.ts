/** How each system goes to a terminal. The macOS script is run here, with programs that behave as iTerm2 and Terminal do. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { FOCUS_SCRIPT } from "../../src/platform/macos_terminal.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { TEXTS } from "./hostile_texts.ts";

const macos = macosPlatform(() => "/Users/ann");

Deno.test("macosPlatform().focusTerminal() hands the terminal to a fixed script as its last argument", () => {
  for (const tty of ["ttys000", "ttys001", "ttys1234"]) {
    assertEquals(macos.focusTerminal(tty), {
      program: "/usr/bin/osascript",
      args: ["-l", "JavaScript", "-e", FOCUS_SCRIPT, "--", tty],
    });
  }
});

Deno.test("macosPlatform().focusTerminal() refuses what is not the name of a terminal", () => {
  const names = [
    ...[
      "",
      "ttys",
      "tty1",
      "pts/1",
      "/dev/ttys001",
      "../ttys001",
      "ttys001\n",
      "\nttys001",
      "ttys001 ",
      "TTYS001",
    ],
    ...[
      "ttys00a",
      "ttys٠٠١",
      "ttys001;id",
      'ttys001"',
      "ttys-1",
      "-e",
      "--",
      "ttys001\0",
      "ttys123456",
      "??",
    ],
    ...TEXTS,
  ];
  for (const tty of names) assertEquals(macos.focusTerminal(tty), null, JSON.stringify(tty));
});

Deno.test("Platform.focusTerminal() has no command for Linux and Windows", () => {
  const platforms = [linuxPlatform(() => "/home/ann", "x86_64"), windowsPlatform(() => "C:\\Users\\ann")];
  for (const platform of platforms) {
    for (const tty of ["ttys001", "pts/1", ""]) assertEquals(platform.focusTerminal(tty), null);
  }
});

/** Runs the script with these programs installed; a program that is not running must not be asked anything. */
function focus(
  tty: string,
  programs: Readonly<Record<string, (did: string[]) => object>>,
): readonly string[] {
  const did: string[] = [];
  const application = (id: string) => {
    const program = programs[id];
    if (program === undefined) throw new Error("Application can't be found.");
    return program(did);
  };
  new Function("Application", "argv", `${FOCUS_SCRIPT}; run(argv);`)(application, ["--", tty]);
  return did;
}

const failing = () => {
  throw new Error("Can't get object.");
};

/** Its windows hold tabs, its tabs sessions, by their devices; null = a window without tabs. */
function iterm(windows: readonly (readonly (readonly string[])[] | null)[]) {
  return (did: string[]) => ({
    running: () => true,
    activate: () => did.push("activate iTerm2"),
    windows: () =>
      windows.map((tabs, w) => ({
        select: () => did.push(`window ${w}`),
        tabs: tabs === null ? failing : () =>
          tabs.map((sessions, t) => ({
            select: () => did.push(`tab ${w}.${t}`),
            sessions: () =>
              sessions.map((device, s) => ({
                tty: device === "" ? failing : () => device,
                select: () => did.push(`session ${w}.${t}.${s}`),
              })),
          })),
      })),
  });
}

function terminal(windows: readonly (readonly string[] | null)[]) {
  return (did: string[]) => ({
    running: () => true,
    activate: () => did.push("activate Terminal"),
    windows: () =>
      windows.map((tabs, w) => ({
        set miniaturized(value: unknown) {
          did.push(`miniaturized ${w} ${value}`);
        },
        set selectedTab(tab: { readonly place: string }) {
          did.push(`tab ${tab.place}`);
        },
        set index(value: number) {
          did.push(`window ${w} to ${value}`);
        },
        tabs: tabs === null
          ? failing
          : () =>
            tabs.map((device, t) => ({ place: `${w}.${t}`, tty: device === "" ? failing : () => device })),
      })),
  });
}

/** Fails the run as soon as it is asked for more than whether it runs. */
const stopped = (did: string[]) => ({
  running: () => false,
  activate: () => did.push("started"),
  windows: () => did.push("started"),
});

const ITERM = "com.googlecode.iterm2", TERMINAL = "com.apple.Terminal";

Deno.test("the macOS script selects session, tab and window of the terminal, and no other", () => {
  const windows = [[["/dev/ttys0010"], ["/dev/ttys002", "/dev/ttys001"]], [["/dev/ttys003"]]];
  const toSecond = ["tab 0.1", "session 0.1.1", "window 0", "activate iTerm2"];
  assertEquals(focus("ttys001", { [ITERM]: iterm(windows) }), toSecond);
  assertEquals(focus("ttys003", { [ITERM]: iterm(windows) }).at(0), "tab 1.0");
  assertEquals(focus("ttys00", { [ITERM]: iterm(windows) }), []);
  const broken = [null, [["", "/dev/ttys001"]]];
  assertEquals(focus("ttys001", { [ITERM]: iterm(broken) }).at(1), "session 1.0.1");
});

Deno.test("the macOS script looks in Terminal where iTerm2 has it not, is not installed or does not run", () => {
  const apple = terminal([null, ["", "/dev/ttys004"], ["/dev/ttys001"]]);
  const done = ["tab 1.1", "window 1 to 1", "activate Terminal", "miniaturized 1 false"];
  assertEquals(focus("ttys004", { [TERMINAL]: apple }), done);
  assertEquals(focus("ttys004", { [TERMINAL]: apple, [ITERM]: stopped }), done);
  assertEquals(focus("ttys004", { [TERMINAL]: apple, [ITERM]: iterm([[["/dev/ttys001"]]]) }), done);
});

Deno.test("the macOS script starts nothing, and fails at nothing", () => {
  assertEquals(focus("ttys001", {}), []);
  assertEquals(focus("ttys001", { [ITERM]: stopped, [TERMINAL]: stopped }), []);
  const refusing = () => ({ running: () => true, windows: failing, activate: failing });
  assertEquals(focus("ttys001", { [ITERM]: refusing, [TERMINAL]: refusing }), []);
});
