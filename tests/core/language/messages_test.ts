// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { commandMessagesIn, messagesIn } from "../../../src/core/language/catalogues.ts";
import { doctorMessagesIn } from "../../../src/core/language/doctor_catalogues.ts";
import { languages } from "../../../src/core/language/languages.ts";
import { commandsEn } from "../../../src/core/language/en/command_messages.ts";
import { commandsVi } from "../../../src/core/language/vi/command_messages.ts";
import { doctorEn } from "../../../src/core/language/en/doctor_messages.ts";
import { doctorVi } from "../../../src/core/language/vi/doctor_messages.ts";
import type { Messages } from "../../../src/core/language/messages.ts";
import { en } from "../../../src/core/language/en/messages.ts";
import { vi } from "../../../src/core/language/vi/messages.ts";
import type { Wish } from "../../../src/core/agents/waiting.ts";
import type { CertificateHow, Failure, OfflineHow } from "../../../src/core/usage/usage_failure.ts";
import { type Comparison, differences, samplesOf } from "./catalogue_differences.ts";
import { a, b, below, c, type Calls, commandComparison } from "./command_samples.ts";
import { doctorComparison } from "./doctor_samples.ts";

const minute = 60_000, hour = 60 * minute, day = 24 * hour;
const spans = [0, 59_000, minute, 45 * minute, 2 * hour, 2 * hour + 5 * minute, 3 * day, 3 * day + 4 * hour];
const now = new Date(2026, 6, 15, 9, 5).getTime();

const offlineHows: Record<OfflineHow, true> = {
  dns: true,
  refused: true,
  unreachable: true,
  reset: true,
  timeout: true,
  proxy: true,
  unknown: true,
};
const certificateHows: Record<CertificateHow, true> = { untrusted: true, pin: true };
/** Of each kind that there is. */
const failures: { readonly [K in Failure["kind"]]: readonly (Failure & { readonly kind: K })[] } = {
  offline: keysOf(offlineHows).map((how) => ({ kind: "offline", how })),
  certificate: keysOf(certificateHows).map((how) => ({ kind: "certificate", how, host: a })),
  setting: [{ kind: "setting", why: { about: "system", text: a } }],
  "signed-out": [{ kind: "signed-out" }],
  "token-expired": [{ kind: "token-expired", at: 1 }],
  "token-refused": [{ kind: "token-refused" }],
  scope: [{ kind: "scope" }],
  "no-endpoint": [{ kind: "no-endpoint" }],
  "rate-limited": [
    { kind: "rate-limited", retryAfterMs: 7 },
    { kind: "rate-limited", retryAfterMs: 7, unproven: true },
  ],
  refused: [{ kind: "refused" }],
  "server-error": [{ kind: "server-error", status: 503 }],
  "odd-body": [{ kind: "odd-body", why: { about: "system", text: a } }],
  "credentials-unreadable": [{ kind: "credentials-unreadable", file: a, why: { about: "system", text: b } }],
};
const eachFailure = Object.values(failures).flat().map((failure: Failure) => [failure] as [Failure]);

const calls: Calls<Messages> = {
  limitName: [
    [{ kind: "session" }],
    [{ kind: "week" }],
    [{ kind: "week", scope: a }],
    [{ kind: "extra" }],
    [{ kind: "named", name: a }],
  ],
  money: ["USD", "EUR", "VND", "CHF"].map((currency) => [{ minor: 1240843, exponent: 2, currency }]),
  duration: spans.map((ms) => [ms]),
  ago: [...spans, -5].map((ms) => [ms]),
  old: spans.map((ms) => [ms]),
  clock: [0, 2 * day, -2 * day, 20 * day].map((ms) => [now + ms, now]),
  source: [["endpoint"], ["cache"], ["status line"]],
  failure: eachFailure,
  advice: eachFailure,
  resetsIn: [[a, b]],
  resetTitle: [[a]],
  resetAgoTitle: [[a]],
  clockWrong: [[a, true], [a, false]],
  updated: [[a, b]],
  lastReading: [[a]],
  nextTry: [[a]],
  budgetSpent: [[a]],
  snoozedUntil: [[a]],
  startsOtherAtLogin: [[a]],
  newerVersion: [["1.3.0"]],
  worksWithoutIcon: [[a]],
  snoozeFor: [[1], [15], [60], [90], [120]],
  offlineSince: keysOf(offlineHows).map((how) => [a, how]),
  settingsProblem: [[{ about: "system", text: a }]],
  reason: [[{ about: "file", kind: "unreadable", path: a, why: { about: "system", text: b } }]],
  remedy: [[{ kind: "close-folder", folder: a }]],
  breakdown: [[a, b]],
  goalOnTrack: [[a, b]],
  goalExceeded: [[a]],
  usageReached: [[75]],
  resetSoon: [[15]],
  span: [...spans, 100 * hour].map((ms) => [ms]),
  runsOutAt: [[a]],
  atReset: [[a]],
  stopsYouAt: [
    [a, { at: b, from: c, to: "15:20", share: "60%" }],
    [a, { at: b, from: c, to: null, share: null }],
  ],
  lastsUntilReset: [[a, { percent: "63%", from: "55%", to: "78%" }], [a, {
    percent: "63%",
    from: "63%",
    to: "63%",
  }]],
  snoozeButton: [[15], [60], [120]],
  undelivered: [[{ about: "system", text: a }, b]],
  unreadFields: [[a]],
  moreLimits: [[1], [37]],
};
const wishes: readonly Wish[] = [
  { kind: "run", command: a },
  { kind: "edit", file: a },
  { kind: "read", file: a },
  { kind: "fetch", url: a },
  { kind: "outside", path: a },
  { kind: "search", query: a },
  { kind: "other", permission: a, detail: b },
  { kind: "other", permission: a, detail: "" },
];
const alertCalls: Calls<Messages["alerts"]> = {
  limitUsedAlone: [[a, b, c], [a, b, null]],
  signedInAgain: [[a], [""]],
};
const agentsCalls: Calls<Messages["agents"]> = {
  busy: [[1], [37]],
  waiting: [[1], [37]],
  more: [[1], [37], [18_000]],
  moreWaiting: [[1], [37], [18_000]],
  notAnswering: [[a]],
  retries: [[a, 3, b], [a, 3, ""], [null, 3, b], [null, 3, ""]],
  stopped: [[a], [""]],
  todos: [[1, a], [37, a], [1, null], [37, null]],
  wants: wishes.map((wish) => [wish]),
  signs: [["⋯2 tabs⋯"]],
  severalFinished: [[2], [37]],
  asks: [[a]],
  asksSeveral: [[2], [37]],
  seemsToWait: [[a]],
  always: [[a], [""]],
  only: [[a]],
};
const barsCalls: Calls<Messages["bars"]> = {
  unknownField: [[a, b]],
  openBrace: [[a]],
  snoozed: [[a]],
};
const sidecarsCalls: Calls<Messages["sidecars"]> = {
  failedChecks: [[1, 3]],
  uptime: [...spans, 5 * day].map((ms) => [ms]),
  port: [[8765]],
  restarts: [[1], [37]],
  failed: [[a, b]],
  severalFailed: [[2], [37]],
  more: [[1], [37]],
};
const comparison: Comparison = {
  samples: {
    ...calls,
    ...below("agents", agentsCalls),
    ...below("alerts", alertCalls),
    ...below("bars", barsCalls),
    ...below("sidecars", sidecarsCalls),
  },
  mayBeEqual: {
    [a]: "a name or a reason from elsewhere, alone",
    "09:05": "a time of today",
    [`${a} ${b}`]: "a limit and its percentage: two things that are put together",
  },
  mayVary: {
    money: "the comma and the point change places",
    clock: "days and months have numbers in Vietnamese",
  },
};

for (const language of languages.filter((each) => each !== "en")) {
  Deno.test(`the catalogues of en and ${language} have the same keys, put the same things into each, and share no sentence`, () => {
    assertEquals(differences(en, messagesIn(language), comparison), []);
    assertEquals(differences(commandsEn, commandMessagesIn(language), commandComparison), []);
    assertEquals(differences(doctorEn, doctorMessagesIn(language), doctorComparison), []);
  });
}

const pairs: readonly (readonly [string, object, object, Comparison])[] = [
  ["Messages", en, vi, comparison],
  ["CommandMessages", commandsEn, commandsVi, commandComparison],
  ["DoctorMessages", doctorEn, doctorVi, doctorComparison],
];
for (const [name, one, other, how] of pairs) {
  Deno.test(`differences() finds each key of ${name} that is dropped, untranslated, or loses what is put into it`, () => {
    for (const path of pathsIn(one)) {
      assert(differences(one, changed(other, path, () => undefined), how).includes(`${path}: missing`), path);
      // A sentence with nothing in it may be anything; what may vary has a table of its own below.
      if (!(path in how.mayVary) && carries(path, at(one, path), how)) {
        const spoilt = changed(other, path, (sentence) => typeof sentence === "function" ? () => "." : "37");
        assert(differences(one, spoilt, how).length > 0, path);
      }
      const untranslated = differences(one, changed(other, path, () => at(one, path)), how);
      if (!["alerts.limitUsed", "usageError", "names.proxy"].includes(path)) {
        assert(untranslated.some((line) => line.includes("is not translated")), path);
      }
    }
  });
}

Deno.test("the titles of English notices are those that the older programs have", () => {
  const { critical, warning, resetSoon, expired, network, rateLimited } = en.alerts.titles;
  assertEquals([critical, warning, resetSoon, expired, network, rateLimited], [
    "Claude Usage Critical",
    "Claude Usage Warning",
    "Claude Reset Soon",
    "Claude Token Expired",
    "Network Error",
    "Rate Limited",
  ]);
});

Deno.test("vi writes dates, spans and amounts as Vietnamese does", () => {
  const at = (days: number) => vi.clock(now + days * day, now);
  assertEquals([0, 1, 2, 3, 4, 5].map(at), [
    "09:05",
    "09:05 T5",
    "09:05 T6",
    "09:05 T7",
    "09:05 CN",
    "09:05 T2",
  ]);
  assertEquals([at(-1), at(-2), at(-13)], ["09:05 T3", "09:05 T2", "09:05, 2 thg 7"]);
  assertEquals(vi.duration(2 * hour + 5 * minute), "2 giờ 5 phút");
  assertEquals(vi.old(3 * day + 4 * hour), "cũ 3 ngày 4h");
  assertEquals(vi.ago(12_000), "12 giây trước");
  assertEquals(vi.span(48 * minute), "48 phút");
  assertEquals(vi.snoozeButton(60), "Tạm im 1 giờ");
  assertEquals(vi.money({ minor: 1240843, exponent: 2, currency: "USD" }), "12.408,43 US$");
  assertEquals(vi.money({ minor: 12408, exponent: 0, currency: "VND" }), "12.408 ₫");
});

Deno.test("a reset that is due is told in whole sentences, whatever a duration of nothing is called", () => {
  for (
    const [messages, line, title] of [
      [en, "resets now", "Reset now!"],
      [vi, "đặt lại ngay bây giờ", "Đặt lại ngay!"],
    ] as const
  ) {
    assertEquals(messages.resetsIn(messages.duration(0), "14:30"), line);
    assertEquals(messages.resetTitle(messages.duration(0)), title);
  }
});

Deno.test("the tooltip's one line of 64 characters holds the Vietnamese words for all that stands in it", () => {
  const parts = [
    "100.0%",
    "Fable 100%",
    vi.resetTitle(vi.duration(5 * hour - minute)),
    vi.old(23 * hour + 59 * minute),
  ];
  assert(`claudeminder ${vi.demo}: ${parts.slice(0, 3).join(" | ")}`.length <= 64);
  assert(`claudeminder: ${parts.join(" | ")}`.length <= 64);
});

function keysOf<K extends string>(table: Readonly<Record<K, true>>): readonly K[] {
  return Object.keys(table).filter((key): key is K => key in table);
}

/** Whether anything is put into the sentence. */
function carries(path: string, sentence: unknown, how: Comparison): boolean {
  return typeof sentence !== "function" ||
    samplesOf(path, sentence.length, how).some((args) => /⟦|\d/.test(String(sentence(...args))));
}

function pathsIn(catalogue: object): readonly string[] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === "object" && value !== null ? pathsIn(value).map((rest) => `${key}.${rest}`) : [key]
  );
}

function at(catalogue: object, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) => Object.getOwnPropertyDescriptor(Object(value), key)?.value,
    catalogue,
  );
}

/** The catalogue with another sentence at the path; undefined = none. */
function changed(catalogue: object, path: string, change: (sentence: unknown) => unknown): object {
  const [first = "", ...rest] = path.split(".");
  return Object.fromEntries(
    Object.entries(catalogue).flatMap(([key, value]) => {
      if (key !== first) return [[key, value]];
      const instead = rest.length === 0 ? change(value) : changed(value, rest.join("."), change);
      return instead === undefined ? [] : [[key, instead]];
    }),
  );
}
