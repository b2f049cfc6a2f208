// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { defaultSettings, parseSettings } from "../../src/core/settings.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";

const problems: readonly [unknown, readonly string[]][] = [
  [{ usage: { poll_minutes: 0 } }, ["usage.poll_minutes must be at least 1, got 0"]],
  [{ usage: { poll_minutes: "5" } }, ['usage.poll_minutes must be a number, got "5"']],
  [{ usage: { poll_minutes: NaN } }, ["usage.poll_minutes must be a number, got null"]],
  [{ usage: { max_requests_per_hour: 1.5 } }, [
    "usage.max_requests_per_hour must be a whole number, got 1.5",
  ]],
  [{ usage: { max_requests_per_hour: 61 } }, ["usage.max_requests_per_hour must be at most 60, got 61"]],
  [{ usage: { pins: "sha256/x" } }, ['usage.pins must be a list, got "sha256/x"']],
  [{ usage: 5 }, ["usage must be a table, got 5"]],
  [{ icon: { style: "disc" } }, ['icon.style must be one of "ring", "number", "bar", got "disc"']],
  [{ levels: { yellow: 80 } }, ['levels must rise: yellow <= orange <= red, got {"yellow":80}']],
  [{ reminder: { percentage_thresholds: [75, "x", 101] } }, [
    'reminder.percentage_thresholds[1] must be a number, got "x"',
    "reminder.percentage_thresholds[2] must be at most 100, got 101",
  ]],
  [{ reminder: { snooze_minutes: [] } }, ["reminder.snooze_minutes must have at least 1 entries, got []"]],
  [{ focus_mode: { quiet_hours_start: "25:00" } }, [
    'focus_mode.quiet_hours_start must be a time such as "22:00", or "", got "25:00"',
  ]],
  [{ goals: { daily_budget_percent: 0 } }, ["goals.daily_budget_percent must be more than 0, got 0"]],
  [{ updates: { url: "http://example.org/v" } }, [
    'updates.url must be an https URL without a user name, or "", got "http://example.org/v"',
  ]],
  [{ updates: { url: "https://me:secret@example.org/v" } }, [
    'updates.url must be an https URL without a user name, or "", got "https://***@example.org/v"',
  ]],
  [{ updates: { url: "https://me:se/cr@et@example.org/v" } }, [
    'updates.url must be an https URL without a user name, or "", got "https://***@example.org/v"',
  ]],
  [{ usage: { pins: "http://me:se/cr@et@proxy:1" } }, [
    'usage.pins must be a list, got "http://***@proxy:1"',
  ]],
  [{ usage: { pins: "me:secret@proxy:1" } }, ['usage.pins must be a list, got "***@proxy:1"']],
  [{ usage: { proxy: ["http://me:se/cr@et@proxy:1"] } }, [
    'usage.proxy must be a text, got ["http://***@proxy:1"]',
  ]],
  [{ log_level: true }, ['log_level must be one of "debug", "info", "warning", "error", got true']],
  ["text", ['the settings must be a table, got "text"']],
];
for (const [input, expected] of problems) {
  Deno.test(`parseSettings() says ${expected[0]}`, () => {
    const parsed = parseSettings(input);
    assert(parsed.kind === "problems");
    assertEquals(parsed.problems.map(reasonEn), expected);
  });
}

Deno.test("parseSettings() fills in every default and keeps what is set", () => {
  const parsed = parseSettings({ icon: { style: "bar" } });
  assert(parsed.kind === "settings");
  assertEquals(parsed.settings, { ...defaultSettings, icon: { ...defaultSettings.icon, style: "bar" } });
});

Deno.test("parseSettings() reports keys that it does not know, without refusing the rest", () => {
  const parsed = parseSettings({ usage: { pol_minutes: 3, poll_minutes: 7 }, oddity: { a: 1 } });
  assert(parsed.kind === "settings");
  assertEquals(parsed.unknownKeys, ["usage.pol_minutes", "oddity"]);
  assertEquals(parsed.settings.usage.poll_minutes, 7);
});

Deno.test("parseSettings() takes servers as an address and no more, and says nothing of a login in them", () => {
  const read = (server: string) => parseSettings({ opencode: { servers: [server] } });
  const good = [
    "http://192.168.1.7:4096",
    "https://box.example",
    "HTTPS://box.example:8443/",
    "http://[fd00::7]:1",
  ];
  for (const server of good) assertEquals(read(server).kind, "settings", server);
  const bad = [
    "box:4096",
    "ftp://box:1",
    "http://",
    "http://box:99999",
    "http://box/path",
    "http://box?x",
    "//box",
    "",
  ];
  for (const server of [...bad, "http://ann:hunter2@box:4096", "http://a b:1", "http://box:1#x"]) {
    const parsed = read(server);
    const [problem = ""] = parsed.kind === "problems" ? parsed.problems.map(reasonEn) : [];
    assertStringIncludes(
      problem,
      'opencode.servers[0] must be "http://HOST:PORT" or "https://HOST:PORT"',
      server,
    );
    assertEquals(problem.includes("hunter2"), false);
  }
});
