/** What Prometheus is told of states: src/core/views/metrics.ts, and the text that it is told in. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { metricsText, stateSamples } from "../../../src/core/views/metric_family.ts";
import { nextMetricsChange, processMetrics, programMetrics } from "../../../src/core/views/metrics.ts";
import { accountLabel } from "../../../src/core/views/usage_metrics.ts";
import type { Event, State } from "../../../src/core/state.ts";
import { nextNotice } from "../../../src/core/alerts/next_notice.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { agentsAtWork } from "../../server/agents_at_work.ts";
import { now as agentsNow } from "../agents/opencode/situations.ts";
import { happens, reports, sidecar, withSidecars } from "../sidecars/sidecar_samples.ts";
import { anyText } from "../../support/any_text.ts";
import { cases } from "../../support/cases.ts";
import { fail, hour, july, minute, read, signedIn, stateAfter, t0, window } from "../situations.ts";

const about = { version: "1.2.3", os: "linux" } as const;

/** Each series with its value. */
function told(state: State, now = t0): ReadonlyMap<string, number> {
  const lines = metricsText(programMetrics(state, now, about)).split("\n");
  const series = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(series.map((line) => [line.replace(/ [^ ]*$/, ""), Number(line.replace(/^.* /, ""))]));
}

/** Those of a family, without its prefix. */
function family(name: string, state: State, now = t0): Readonly<Record<string, number>> {
  const prefix = `claudeminder_${name}`;
  return Object.fromEntries(
    [...told(state, now)].filter(([series]) => series.replace(/\{.*/, "") === prefix)
      .map(([series, value]) => [series.slice(prefix.length), value]),
  );
}

const answered = stateAfter([signedIn, read(july)]);

Deno.test("programMetrics() tells each limit's ratio and reset, and none where there is none", () => {
  assertEquals(family("limit_used_ratio", answered), {
    '{account="one",limit="session"}': 0.15,
    '{account="one",limit="week"}': 0.48,
    '{account="one",limit="week:fable"}': 0.81,
  });
  assertEquals(family("limit_reset_timestamp_seconds", answered), {
    '{account="one",limit="session"}': (t0 + 2 * hour + 5 * minute + 1000) / 1000,
    '{account="one",limit="week"}': (t0 + 96 * hour) / 1000,
    '{account="one",limit="week:fable"}': (t0 + 96 * hour) / 1000,
  });
  // Its session is over: the old percentage is not true any more.
  assertEquals(Object.keys(family("limit_used_ratio", answered, t0 + 3 * hour)), [
    '{account="one",limit="week"}',
    '{account="one",limit="week:fable"}',
  ]);
  const float = stateAfter([signedIn, read([window({ kind: "week" }, "week", 28.999999999999996, null)])]);
  assertEquals(family("limit_used_ratio", float), { '{account="one",limit="week"}': 0.29 });
  assertEquals(family("limit_reset_timestamp_seconds", float), {});
});

Deno.test("programMetrics() tells when a limit runs out before its reset", () => {
  const rising = [0, 10, 20, 30, 40].map((percent, index) =>
    read([window({ kind: "session" }, "session", percent, t0 + 5 * hour)], t0 + index * 10 * minute)
  );
  const state = stateAfter([signedIn, ...rising]);
  const told = family("limit_runs_out_timestamp_seconds", state, t0 + 40 * minute);
  assertEquals(Object.keys(told), ['{account="one",limit="session"}']);
  assertAlmostEquals((Object.values(told)[0] ?? 0) - t0 / 1000, 100 * 60, 3 * 60);
  assertEquals(family("limit_runs_out_timestamp_seconds", answered), {});
});

Deno.test("programMetrics() says whether the figures are fresh, of when, and where they are from", () => {
  assertEquals(family("usage_state", answered), {
    '{state="pending"}': 0,
    '{state="fresh"}': 1,
    '{state="stale"}': 0,
    '{state="down"}': 0,
  });
  assertEquals(family("reading_timestamp_seconds", answered), { '{account="one"}': t0 / 1000 });
  assertEquals(family("reading_info", answered), { '{account="one",source="endpoint"}': 1 });
  const offline = stateAfter([signedIn, read(july), fail({ kind: "offline", how: "dns" }, t0 + minute)]);
  assertEquals(family("usage_state", offline, t0 + minute)['{state="stale"}'], 1);
  assertEquals(family("reading_timestamp_seconds", offline), { '{account="one"}': t0 / 1000 });
  assertEquals(told(stateAfter([])).get('claudeminder_usage_state{state="pending"}'), 1);
});

Deno.test("programMetrics() tells of each account which one is signed in, and nothing of records that were set aside", () => {
  const other: Event = {
    type: "credential",
    credential: {
      ...(signedIn as Event & { type: "credential" }).credential,
      account: "two",
      tokenHash: "t2",
    } as Extract<Event, { type: "credential" }>["credential"],
    now: t0 + minute,
  };
  const state = stateAfter([signedIn, read(july), other]);
  const reading = { account: "two", observedAt: t0 + minute, source: "endpoint" as const, limits: july };
  const both = stateAfter([signedIn, read(july), other, {
    ...{ type: "answered", tokenHash: "t2", random: 0, now: t0 + minute },
    answer: { kind: "reading", reading },
  }]);
  assertEquals(family("account_active", state), { '{account="one"}': 0 });
  assertEquals(family("account_active", both), { '{account="two"}': 1, '{account="one"}': 0 });
  const aside = { ...both, readings: [...both.readings, { ...reading, account: "#secrethash two" }] };
  assertEquals(told(aside, t0), told(both, t0));
});

Deno.test("accountLabel() keeps of a UUID its first part, and of other names all", () => {
  for (
    const [account, label] of [
      [
        "3f2a9c1b-0000-4000-8000-00000000000a/7d1e0a22-1111-4111-8111-11111111111b",
        "3f2a9c1b/7d1e0a22",
      ],
      ["/7d1e0a22-1111-4111-8111-11111111111b", "/7d1e0a22"],
      ["Claude Code max", "Claude Code max"],
      ["one", "one"],
    ] as const
  ) assertEquals(accountLabel(account), label);
});

Deno.test("programMetrics() counts requests by outcome, and tells what is left of the budget and how long a refusal holds", () => {
  const asked = (now: number): Event => ({ type: "asked", now });
  const refused = fail({ kind: "rate-limited", retryAfterMs: 10 * minute }, t0 + minute);
  const state = stateAfter([
    ...[signedIn, asked(t0), read(july), asked(t0 + minute), refused],
    ...[asked(t0 + 2 * minute), fail({ kind: "server-error", status: 500 }, t0 + 2 * minute)],
  ]);
  const now = t0 + 2 * minute;
  assertEquals(family("requests_total", state, now), {
    '{outcome="answered"}': 1,
    '{outcome="refused"}': 1,
    '{outcome="failed"}': 1,
  });
  assertEquals(family("request_budget", state, now), { "": 20 });
  assertEquals(family("request_budget_remaining", state, now), { "": 17 });
  assertEquals(family("refused_until_timestamp_seconds", state, now), { "": (t0 + 11 * minute) / 1000 });
  assertEquals(family("refused_until_timestamp_seconds", state, t0 + hour), {});
  assertEquals(family("request_budget_remaining", state, t0 + hour + 1), { "": 18 });
  assertEquals(nextMetricsChange({ ...state, readings: [] }, t0 + hour - 1), t0 + hour);
});

Deno.test("programMetrics() counts agents by what they do, and tells since when the oldest waits", () => {
  const at = (name: string) => family(name, agentsAtWork, agentsNow);
  assertEquals(at("agent_programs"), {
    '{agent="opencode",reach="starting"}': 0,
    '{agent="opencode",reach="connected"}': 2,
    '{agent="opencode",reach="polled"}': 0,
    '{agent="opencode",reach="locked"}': 0,
    '{agent="opencode",reach="not-answering"}': 0,
  });
  assertEquals(at("agent_sessions"), {
    '{agent="opencode",state="busy"}': 0,
    '{agent="opencode",state="waiting"}': 1,
  });
  assertEquals(at("agent_waits"), {
    '{agent="opencode",kind="permission"}': 6,
    '{agent="opencode",kind="question"}': 1,
    '{agent="opencode",kind="guess"}': 0,
  });
  assertEquals(at("agent_oldest_wait_timestamp_seconds"), {
    '{agent="opencode",kind="permission"}': agentsNow / 1000,
    '{agent="opencode",kind="question"}': agentsNow / 1000,
  });
  assertEquals(family("agent_oldest_wait_timestamp_seconds", answered), {});
});

Deno.test("programMetrics() tells each sidecar's state, and counts the restarts that nobody has asked for", () => {
  const start = { kind: "start", by: "person" } as const;
  const { spawned, ready, exited } = reports(1);
  const crashed = [start, spawned, ready, exited].map((event) => happens("agents", event));
  const settings = withSidecars(sidecar("agents"), sidecar("other"));
  const later = (event: Parameters<typeof happens>[1]) => happens("agents", event, t0 + minute);
  const waits = stateAfter(crashed, settings);
  assertEquals(family("sidecar_state", waits)['{sidecar="agents",state="restarting"}'], 1);
  assertEquals(family("sidecar_restarts_total", waits), { '{sidecar="agents"}': 0, '{sidecar="other"}': 0 });
  const again = stateAfter([...crashed, later({ kind: "tick" })], settings);
  assertEquals(family("sidecar_state", again)['{sidecar="agents",state="starting"}'], 1);
  assertEquals(family("sidecar_restarts_total", again), { '{sidecar="agents"}': 1, '{sidecar="other"}': 0 });
  const byPerson = stateAfter([...crashed, later(start)], settings);
  assertEquals(family("sidecar_state", byPerson)['{sidecar="agents",state="starting"}'], 1);
  assertEquals(family("sidecar_restarts_total", byPerson)['{sidecar="agents"}'], 0);
});

Deno.test("programMetrics() counts the alerts that were told, by kind", () => {
  const next = nextNotice(answered, t0, en);
  assert(next !== null);
  const { notice: { title, body }, told, alerts, spaced } = next;
  const state = stateAfter([
    ...[signedIn, read(july)],
    { type: "told", told, alerts, title, body, spaced, pulse: false, now: t0 },
  ]);
  assertEquals(family("alerts_told_total", state)['{kind="threshold"}'], 1);
  assertEquals(family("alerts_told_total", state)['{kind="sign-in"}'], 0);
});

Deno.test("processMetrics() has the names and units of Prometheus' own clients", () => {
  const text = metricsText(processMetrics({ cpuMs: 1500, residentBytes: 64e6, startedAt: t0 }));
  assertEquals(text.split("\n").filter((line) => !line.startsWith("#")), [
    "process_cpu_seconds_total 1.5",
    "process_resident_memory_bytes 64000000",
    `process_start_time_seconds ${t0 / 1000}`,
    "",
  ]);
});

Deno.test("metricsText() leaves out what is no number, what is there twice, and families without series", () => {
  const sample = (value: number) => ({ labels: { a: "b" }, value });
  const text = (values: readonly number[]) =>
    metricsText([{ name: "x", type: "gauge", help: "X.", samples: values.map(sample) }]);
  assertEquals(text([1, 2]), '# HELP x X.\n# TYPE x gauge\nx{a="b"} 1\n');
  assertEquals([text([NaN]), text([Infinity]), text([])], ["", "", ""]);
  assertEquals(stateSamples(["a", "b"], "b"), [
    { labels: { state: "a" }, value: 0 },
    { labels: { state: "b" }, value: 1 },
  ]);
});

Deno.test("metricsText() has a line for each series, whatever a label says, and not too many of them", () => {
  const line = /^x\{a="(?:[^"\\\n]|\\["\\n])*"\} 1$/;
  fc.assert(
    fc.property(anyText({ maxLength: 300 }), (value) => {
      const text = metricsText([{
        name: "x",
        type: "gauge",
        help: "X.",
        samples: [{ labels: { a: value }, value: 1 }],
      }]);
      const lines = text.split(/[\n\r\u2028\u2029\u0085]/);
      assertEquals(lines.length, 4);
      assert(line.test(lines[2] ?? ""), lines[2]);
    }),
    { numRuns: cases(500) },
  );
  const many = Array.from({ length: 10_000 }, (_, index) => ({ labels: { a: `${index}` }, value: 1 }));
  assertEquals(
    metricsText([{ name: "x", type: "gauge", help: "X.", samples: many }]).split("\n").length,
    503,
  );
});
