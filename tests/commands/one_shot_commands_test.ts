// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { barsEn } from "../../src/core/language/en/bar_messages.ts";
import { json, newAccount, test } from "../support/program.ts";

test("get_usage prints the usage object of the older programs", async ({ run }) => {
  const { five_hour, seven_day, goals, focus_mode, ...more } = json(await run("get_usage"));
  assert(
    typeof five_hour === "object" && five_hour !== null && typeof seven_day === "object" &&
      seven_day !== null,
  );
  assertEquals("utilization" in five_hour && five_hour.utilization, 15);
  assertMatch(
    "resets_at" in five_hour ? String(five_hour.resets_at) : "",
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/,
  );
  assertEquals("utilization" in seven_day && seven_day.utilization, 48);
  assertEquals(goals, {
    enabled: false,
    is_on_track: true,
    current_usage: 15,
    expected_usage: 0,
    message: "",
  });
  assertEquals(focus_mode, {
    is_snoozed: false,
    snooze_remaining: 0,
    is_quiet_hours: false,
    is_dnd: false,
    notifications_suppressed: false,
  });
  assertEquals(Object.keys(more), ["observed_at", "source"]);
});

test("get_usage asks with the token, our own name, and nothing of the person's but that", async ({ run, endpoint }) => {
  await run("get_usage");
  const headers = endpoint.asked[0];
  assertEquals(headers?.get("authorization"), "Bearer sk-ant-oat01-MARKED-TOKEN");
  assertEquals(headers?.get("anthropic-beta"), "oauth-2025-04-20");
  assertEquals(headers?.get("content-type"), "application/json");
  assertMatch(headers?.get("user-agent") ?? "", /^claudeminder\/\d+\.\d+\.\d+$/);
});

test("get_usage without a running session has no goals", async ({ run, endpoint }) => {
  endpoint.answer = () => Response.json({ five_hour: null, seven_day: { utilization: 5, resets_at: null } });
  const usage = json(await run("get_usage"));
  assertEquals([usage.five_hour, usage.seven_day, "goals" in usage], [null, {
    utilization: 5,
    resets_at: null,
  }, false]);
});

const failures: readonly [string, number, string, Record<string, unknown>][] = [
  ["a refused token", 401, "", { error: "OAuth token expired", token_expired: true }],
  ["a missing scope", 403, '{"error": {"type": "permission_error"}}', {
    error: "this token may not read the usage",
  }],
  ["a refusal on the way", 403, "{}", { error: "refused on the way to the server (403)" }],
  ["an account without usage", 404, "{}", { error: "this account has no usage to show" }],
  ["a server error", 503, "", { error: "the server answers with error 503" }],
  ["a web page", 200, "<html>", { error: "the answer is not understood: it is not JSON" }],
];
for (const [name, status, body, expected] of failures) {
  test(`get_usage says what is wrong: ${name}`, async ({ run, endpoint }) => {
    endpoint.answer = () => new Response(body, { status, headers: { "content-type": "application/json" } });
    const result = await run("get_usage");
    assertEquals([result.code, json(result)], [0, expected]);
  });
}

test("get_usage keeps the last figures where something on the way refuses", async ({ run, endpoint }) => {
  await run("get_usage");
  endpoint.answer = () => new Response("<html>", { status: 403 });
  const usage = json(await run("refresh_usage"));
  assertEquals([typeof usage.five_hour, usage.stale], ["object", true]);
  assertMatch(String(usage.next_try_at), /^\d{4}-\d\d-\d\dT/);
});

for (const [name, status] of [["a 429", 429], ["a refusal as a 200", 200]] as const) {
  test(`get_usage after ${name} says until when, asks no more, and keeps the last figures`, async ({ run, endpoint }) => {
    const refuse = () =>
      Response.json({ error: { type: "rate_limit_error" } }, { status, headers: { "retry-after": "0" } });
    endpoint.answer = refuse;
    for (let i = 0; i < 2; i++) {
      const refused = json(await run("get_usage"));
      assertEquals([refused.error, refused.rate_limited], ["Rate limit exceeded", true]);
      assert(Date.parse(String(refused.next_try_at)) > Date.now() + 50_000);
    }
    assertEquals(endpoint.asked.length, 1);
  });
}

test("get_usage answers the last figures as stale while it may not ask", async ({ run, endpoint }) => {
  json(await run("get_usage"));
  endpoint.answer = () => new Response(null, { status: 429 });
  const usage = json(await run("refresh_usage"));
  assertEquals([usage.stale, usage.five_hour === null], [true, false]);
  assert(Date.parse(String(usage.observed_at)) <= Date.now());
});

test("twenty requests are the hour's budget, over processes", async ({ run, endpoint }) => {
  const answers = await Promise.all(Array.from({ length: 24 }, () => run("refresh_usage")));
  assertEquals(endpoint.asked.length, 20);
  for (const answer of answers) assert("five_hour" in json(answer));
});

test("get_usage offline: refused, and a server that never answers, within 2 s", async ({ run, endpoint, stopEndpoint }) => {
  endpoint.answer = () => endpoint.hang();
  const started = performance.now();
  assertEquals(json(await run("get_usage")), { error: "Network error", offline: true });
  // A generous limit: the process itself starts in it too.
  assert(performance.now() - started < 4000);
  await stopEndpoint();
  assertEquals(json(await run("get_usage")), { error: "Network error", offline: true });
});

Deno.test("get_usage and check_token without a login, with an expired one, with a broken file", async () => {
  await using account = await newAccount();
  assertEquals(json(await account.run("get_usage")), {
    error: "No OAuth token available",
    token_expired: true,
  });
  assertEquals(json(await account.run("check_token")), { available: false });
  await account.signIn({ expiresAt: Date.now() - 1000 });
  assertEquals(json(await account.run("get_usage")), { error: "OAuth token expired", token_expired: true });
  assertEquals(json(await account.run("check_token")), { available: false });
  await Deno.writeTextFile(account.credentialsFile, '{"claudeAiOauth": {"accessTo');
  assertEquals(json(await account.run("get_usage")), {
    error: `cannot read ${account.credentialsFile}: it is not valid JSON`,
  });
  assertEquals(account.endpoint.asked.length, 0);
  await account.signIn();
  assertEquals(json(await account.run("check_token")), { available: true });
});

test("snooze and clear_snooze last from one process to the next", async ({ run }) => {
  const before = Math.floor(Date.now() / 1000);
  const snoozed = json(await run("snooze", "15"));
  assertEquals([snoozed.success, snoozed.snooze_remaining], [true, 900]);
  assert(Math.abs(Number(snoozed.snoozed_until) - before - 900) < 10);
  const focus = json(await run("get_usage")).focus_mode as Record<string, unknown>;
  assertEquals([focus.is_snoozed, focus.notifications_suppressed], [true, true]);
  assert(Number(focus.snooze_remaining) > 880);
  assertEquals(json(await run("clear_snooze")), { success: true });
  assertEquals((json(await run("get_usage")).focus_mode as Record<string, unknown>).is_snoozed, false);
});

test("set_config merges, checks and saves; get_config reads", async ({ run, configFile }) => {
  const saved = json(await run("set_config", '{"usage": {"poll_minutes": 7}, "goals": {"enabled": true}}'));
  assertEquals(saved.success, true);
  const { config } = json(await run("get_config")) as { config: { usage: unknown } };
  assertEquals(config, saved.config);
  const before = await Deno.readTextFile(configFile);
  for (const bad of ['{"usage": {"poll_minutes": 0}}', '{"usage": 5}', "[]", "{", '{"nonsense": 1}']) {
    const refused = await run("set_config", bad);
    assertEquals(
      [refused.code, json(refused).success, typeof json(refused).error],
      [0, false, "string"],
      bad,
    );
  }
  assertEquals(await Deno.readTextFile(configFile), before);
});

const inMinutes = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toISOString().replace("Z", "+00:00");
const reminders: readonly [readonly string[], readonly unknown[]][] = [
  [["10"], []],
  [["80"], [{ type: "percentage", message: "Usage reached 75%" }]],
  [["100", "null"], [{ type: "percentage", message: "Usage reached 100%" }]],
  [["1", inMinutes(14.9)], [{ type: "before_reset", message: "Token reset in 15 minutes!" }]],
  [["0", inMinutes(-1)], [{ type: "on_reset", message: "Your token has reset!" }]],
  [["0", inMinutes(90)], []],
];
for (const [args, triggered] of reminders) {
  test(`check_reminders ${args.map((arg) => arg.slice(0, 5)).join(" ")} is ${JSON.stringify(triggered)}`, async ({ run }) => {
    assertEquals(json(await run("check_reminders", ...args)), { triggered });
  });
}

test("wrong arguments: the older programs' answer, or exit 2 with a reason", async ({ run }) => {
  const unknown = await run("format_disk");
  assertEquals([unknown.code, json(unknown)], [0, { error: "Unknown action: format_disk" }]);
  for (const args of [["snooze", "soon"], ["check_reminders", "many"], ["check_reminders", "1", "later"]]) {
    const refused = await run(...args);
    assertEquals([refused.code, typeof json(refused).error], [2, "string"], args.join(" "));
  }
  for (
    const args of [["snooze"], ["--frobnicate"], ["run", "--tray", "big"], ["completions", "tcsh"], [
      "call",
      "a",
      "{",
    ]]
  ) {
    const refused = await run(...args);
    assertEquals([refused.code, refused.stdout], [2, ""], args.join(" "));
    assertMatch(refused.stderr, /\S+\n$/);
  }
});

test("bad settings: one line that names file, key, what is allowed and what came; nothing is asked or changed", async (account) => {
  await account.writeSettings("[usage]\npoll_minutes = 0\n");
  const before = await Deno.readTextFile(account.configFile);
  const line = `Cannot read config "${account.configFile}": usage.poll_minutes must be at least 1, got 0\n`;
  for (const args of [["status"], ["run", "--headless"]]) {
    assertEquals(await account.run(...args), { code: 1, stdout: "", stderr: line }, args.join(" "));
  }
  for (const args of [["get_usage"], ["get_config"], ["check_token"], ["check_reminders", "80"]]) {
    const result = await account.run(...args);
    assertEquals(
      [result.code, json(result), result.stderr],
      [1, { error: line.trim() }, line],
      args.join(" "),
    );
  }
  assertEquals(account.endpoint.asked.length, 0);
  assertEquals(await Deno.readTextFile(account.configFile), before);
});

test("an action that cannot keep what it has to prints one object with the reason", async (account) => {
  const folder = account.stateFile.replace("/state.json", "");
  await Deno.mkdir(folder.replace(/\/claudeminder$/, ""), { recursive: true });
  await Deno.writeTextFile(folder, "a file in the place of the folder");
  for (const args of [["get_usage"], ["refresh_usage"], ["snooze", "5"], ["clear_snooze"]]) {
    const result = await account.run(...args);
    const { error, ...rest } = json(result);
    assertMatch(String(error), new RegExp(`^Cannot write ${account.stateFile}: `), args.join(" "));
    assertEquals([rest, result.code, result.stderr], [{}, 1, `${error}\n`], args.join(" "));
  }
  assertEquals(account.endpoint.asked.length, 0);
});

test("a snooze until a reset that is not known prints one object with the reason", async (account) => {
  const result = await account.run("snooze", "reset");
  assertEquals([result.code, typeof json(result).error], [1, "string"]);
  assertEquals(result.stderr, `${json(result).error}\n`);
});

test("a snooze until the reset is until that of the login, though another account's figures are newer", async (account) => {
  await account.run("get_usage");
  const saved = JSON.parse(await Deno.readTextFile(account.stateFile));
  const [own] = saved.readings;
  const other = { ...own, account: "another", observedAt: own.observedAt + 1000, limits: [] };
  await Deno.writeTextFile(account.stateFile, JSON.stringify({ ...saved, readings: [other, own] }));
  const { success, snooze_remaining } = json(await account.run("snooze", "reset"));
  assert(success === true && Number(snooze_remaining) > 7000, String(snooze_remaining));
});

test("a state file with nonsense is set aside, and the action goes on", async (account) => {
  await Deno.mkdir(account.stateFile.replace("/state.json", ""), { recursive: true });
  await Deno.writeTextFile(account.stateFile, "nonsense");
  const result = await account.run("get_usage");
  assertEquals(result.code, 0);
  assertMatch(result.stderr, /made no sense and was set aside as .*state\.json\.bad-\d+/);
  const aside = /set aside as (\S+)/.exec(result.stderr)?.[1] ?? "";
  assertEquals(await Deno.readTextFile(aside), "nonsense");
});

test("status, its forms, and the token of http: addresses that are not here", async ({ run, env }) => {
  assertMatch(
    (await run("status")).stdout,
    /^claudeminder: 15\.0% \| Fable 81% \| Reset in 2h 5m\n {2}Session: 15%/,
  );
  const bar = json(await run("status", "--waybar"));
  assertEquals([bar.text, bar.percentage, bar.class], ["81%", 81, ["orange", "good"]]);
  assertEquals((await run("status", "--line")).stdout, "Week · Fable 81% ↻ 3d 23h · Session 15%\n");
  const filled = await run("status", "--format", "{{{percent}%}} {limit} {session} {reset_in} {level}");
  assertEquals([filled.code, filled.stdout], [0, "{81%} Week · Fable 15 3d 23h orange\n"]);
  const { usage } = json(await run("status", "--json")) as { usage: { binding: string } };
  assertEquals(usage.binding, "week:fable");
  env.CLAUDEMINDER_USAGE_URL = "http://192.0.2.1/usage";
  const refused = json(await run("get_usage"));
  assertMatch(String(refused.error), /has to be an https URL: a token would go in the clear/);
});

test("status --format with a field that there is not says which there are", async ({ run, endpoint }) => {
  const unknown = await run("status", "--format", "{percnt}%");
  assertEquals([unknown.code, unknown.stdout], [2, ""]);
  assertMatch(unknown.stderr, /no field \{percnt\}.*\n.*\{percent\} +percent used/);
  for (const field of Object.keys(barsEn.fields)) assertStringIncludes(unknown.stderr, `  {${field}} `);
  assertEquals((await run("status", "--format", "50% of {")).code, 2);
  assertEquals((await run("status", "--format", "{level}", "--line")).code, 2);
  assertEquals(endpoint.asked.length, 0);
});

for (const shell of ["bash", "zsh", "fish"]) {
  test(`completions ${shell} names every command`, async ({ run }) => {
    const { stdout } = await run("completions", shell);
    const ofSidecars = ["sidecar", "list", "restart", shell === "fish" ? "-l follow" : "--follow"];
    for (const word of ["get_usage", "status", "doctor", "demo", ...ofSidecars]) {
      assert(stdout.includes(word), word);
    }
  });
}
