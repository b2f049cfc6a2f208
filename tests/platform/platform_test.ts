/** The platforms as data: folders, commands and formats, each tested on any system. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertThrows } from "@std/assert";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";

const environment = (values: Record<string, string>) => (name: string) => values[name];

Deno.test("linuxPlatform() follows the XDG folders, and has a private one for each", () => {
  const cases: readonly [Record<string, string>, readonly [string, string, string, string]][] = [
    [
      { HOME: "/home/ann" },
      [
        "/home/ann/.config/claudeminder/config.toml",
        "/home/ann/.local/state/claudeminder",
        "/home/ann/.local/state/claudeminder/run",
        "/home/ann/.cache/claudeminder",
      ],
    ],
    [
      {
        HOME: "/home/ann/",
        XDG_CONFIG_HOME: "/c/",
        XDG_STATE_HOME: "/s",
        XDG_RUNTIME_DIR: "/run/user/7",
        XDG_CACHE_HOME: "/k/",
      },
      ["/c/claudeminder/config.toml", "/s/claudeminder", "/run/user/7/claudeminder", "/k/claudeminder"],
    ],
    [
      { HOME: "/home/ann", XDG_CONFIG_HOME: "relative", XDG_STATE_HOME: "", XDG_RUNTIME_DIR: "run" },
      [
        "/home/ann/.config/claudeminder/config.toml",
        "/home/ann/.local/state/claudeminder",
        "/home/ann/.local/state/claudeminder/run",
        "/home/ann/.cache/claudeminder",
      ],
    ],
  ];
  for (const [values, [settingsFile, stateFolder, runtimeFolder, cacheFolder]] of cases) {
    const { paths } = linuxPlatform(environment(values), "x86_64");
    assertEquals(paths, { settingsFile, stateFolder, runtimeFolder, cacheFolder });
  }
});

Deno.test("linuxPlatform() has a tray helper for x86-64 only", () => {
  const env = environment({ HOME: "/home/ann" });
  assertEquals(linuxPlatform(env, "x86_64").systrayHelper, "tray_linux_release");
  assertEquals(linuxPlatform(env, "aarch64").systrayHelper, null);
});

Deno.test("macosPlatform() keeps its files in Application Support", () => {
  const { paths } = macosPlatform(environment({ HOME: "/Users/ann", XDG_CONFIG_HOME: "/ignored" }));
  const support = "/Users/ann/Library/Application Support/claudeminder";
  assertEquals(paths, {
    settingsFile: `${support}/config.toml`,
    stateFolder: `${support}/state`,
    runtimeFolder: `${support}/run`,
    cacheFolder: `${support}/cache`,
  });
});

Deno.test("macosPlatform() asks the keychain by service and account", () => {
  const command = macosPlatform(environment({ HOME: "/Users/ann" })).readSecret({
    service: "Some service; rm -rf /",
    account: "ann",
  });
  assertEquals(command, {
    program: "/usr/bin/security",
    args: ["find-generic-password", "-a", "ann", "-w", "-s", "Some service; rm -rf /"],
  });
});

Deno.test("windowsPlatform() keeps settings in Roaming and the rest in Local", () => {
  const { paths } = windowsPlatform(environment({ USERPROFILE: "C:\\Users\\Ann Lee\\" }));
  assertEquals(paths, {
    settingsFile: "C:\\Users\\Ann Lee\\AppData\\Roaming\\claudeminder\\config.toml",
    stateFolder: "C:\\Users\\Ann Lee\\AppData\\Local\\claudeminder\\state",
    runtimeFolder: "C:\\Users\\Ann Lee\\AppData\\Local\\claudeminder\\run",
    cacheFolder: "C:\\Users\\Ann Lee\\AppData\\Local\\claudeminder\\cache",
  });
  const moved = windowsPlatform(
    environment({ USERPROFILE: "C:\\U", APPDATA: "D:\\R\\", LOCALAPPDATA: "E:\\L" }),
  );
  assertEquals(moved.paths.settingsFile, "D:\\R\\claudeminder\\config.toml");
  assertEquals(moved.paths.stateFolder, "E:\\L\\claudeminder\\state");
});

Deno.test("every platform throws without a home folder, and says which variable is missing", () => {
  const none = environment({});
  assertThrows(() => linuxPlatform(none, "x86_64"), Error, "HOME");
  assertThrows(() => macosPlatform(none), Error, "HOME");
  assertThrows(() => windowsPlatform(none), Error, "USERPROFILE");
});

Deno.test("Platform.open() hands the target over as one argument that is no option and no code", () => {
  const platforms = [
    linuxPlatform(environment({ HOME: "/home/ann" }), "x86_64"),
    macosPlatform(environment({ HOME: "/Users/ann" })),
    windowsPlatform(environment({ USERPROFILE: "C:\\Users\\ann" })),
  ];
  const targets: readonly [string, string][] = [
    ["https://claude.ai/login", "https://claude.ai/login"],
    ['http://127.0.0.1:8080/?a="b c"&d=$(x)', "http://127.0.0.1:8080/?a=%22b%20c%22&d=$(x)"],
    ["/home/ann/a b; c.toml", "/home/ann/a b; c.toml"],
    ["--version", "./--version"],
  ];
  for (const platform of platforms) {
    for (const [target, argument] of targets) assertEquals(platform.open(target).args.at(-1), argument);
  }
  assertEquals(platforms.map(({ open }) => open("/x").program), [
    "xdg-open",
    "/usr/bin/open",
    "C:\\Windows\\System32\\rundll32.exe",
  ]);
});

Deno.test("windowsPlatform().traySize is the tray's icon at the scale that is in force, and no guess", () => {
  const { traySize } = windowsPlatform(environment({ USERPROFILE: "C:\\Users\\ann" }));
  const cases: readonly (readonly [string | number | null, number | null])[] = [
    [96, 16],
    [120, 20],
    [144, 24],
    [192, 32],
    ["96", null],
    [0, null],
    [null, null],
  ];
  for (const [found, sizePx] of cases) assertEquals(traySize?.sizePx(found), sizePx, `${found}`);
  assertEquals(traySize?.value, { key: "Control Panel\\Desktop\\WindowMetrics", name: "AppliedDPI" });
});
