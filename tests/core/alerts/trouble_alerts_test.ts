/** What is told of troubles and of the pace. */
import { at, restart, session, type Step, testSituations } from "./alert_situations.ts";
import type { Event } from "../../../src/core/state.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import { requestBudget, t0 } from "../situations.ts";

const expired: Event = {
  type: "credential",
  credential: {
    kind: "token",
    account: "one",
    origin: "test",
    tokenHash: "t1",
    expiresAt: at(10),
    requestBudget,
  },
  now: t0,
};
const renewed = (from: number, hash = "t2"): Step => [from, {
  type: "credential",
  credential: {
    kind: "token",
    account: "one",
    origin: "test",
    tokenHash: hash,
    expiresAt: at(from + 600),
    requestBudget,
  },
  now: at(from),
}];
const signedOut = (from: number): Step => [from, {
  type: "credential",
  credential: { kind: "none", failure: { kind: "signed-out" }, account: "one", since: at(from) },
  now: at(from),
}];
const offline: Failure = { kind: "offline", how: "dns" };
const refused: Failure = { kind: "rate-limited", retryAfterMs: null };
const rising = (from: number, to: number, minutes: number, resetsIn: number): readonly Step[] =>
  [0, 1, 2, 3, 4, 5, 6].map((index) => [
    index * minutes / 6,
    [session(from + (to - from) * index / 6, resetsIn)],
  ]);
const goals = { enabled: true, daily_budget_percent: 60 };
const snoozed = (from: number, minutes: number): Step => [
  from,
  { type: "snoozed", until: at(from + minutes), now: at(from) },
];

const clock = (from: number, skewMs: number): Step => [from, { type: "clock", skewMs, now: at(from) }];
const clockHour = 60 * 60_000;

testSituations([
  {
    name: "a clock that is hours off, once, and again when it was right meanwhile",
    steps: [
      [0, [session(10, 200)]],
      clock(1, 10 * clockHour),
      [2, restart],
      clock(3, 10 * clockHour),
      clock(10, 0),
      clock(20, -2 * clockHour),
      [30, [session(11, 200)]],
    ],
    told: ["1 clock", "20 clock"],
  },
  { name: "not a clock that is minutes off", steps: [[0, [session(10, 200)]], clock(1, 600_000)], told: [] },
  // No token.
  {
    name: "an expired token once Claude Code had its chance to renew it",
    steps: [[0, expired], [0, [session(40, 300)]]],
    until: 60,
    told: ["11 sign in: token-expired"],
  },
  {
    name: "not an expired token that is renewed at once",
    steps: [[0, expired], [0, [session(40, 300)]], renewed(10.5)],
    until: 60,
    told: [],
  },
  {
    name: "no token, and that it is back",
    steps: [[0, [session(40, 300)]], signedOut(5), renewed(20), [20.1, [session(41, 300)]]],
    until: 60,
    told: ["5.08 sign in: signed-out", "20.1 signed in"],
  },
  {
    name: "no token at the first start",
    steps: [[0, {
      type: "credential",
      credential: { kind: "none", failure: { kind: "signed-out" }, account: null, since: t0 },
      now: t0,
    }]],
    until: 600,
    told: ["0.08 sign in: signed-out"],
  },
  {
    name: "a refused token at once, and once",
    steps: [[0, [session(40, 300)]], [5, { kind: "token-refused" }], [10, { kind: "token-refused" }]],
    until: 60,
    told: ["5 sign in: token-refused"],
  },
  {
    name: "a refused token not again after a restart",
    steps: [[0, [session(40, 300)]], [5, { kind: "token-refused" }], [10, restart], [11, {
      kind: "token-refused",
    }]],
    until: 60,
    told: ["5 sign in: token-refused"],
  },
  {
    name: "not again after a restart, nor that it is back when it came back meanwhile",
    steps: [
      [0, [session(40, 300)]],
      signedOut(5),
      [10, (teller) => teller.restart()],
      signedOut(11),
      [20, (teller) => teller.restart()],
      renewed(21),
      [22, [session(40, 300)]],
    ],
    until: 60,
    told: ["5.08 sign in: signed-out"],
  },
  {
    name: "the next expiry again",
    steps: [
      [0, expired],
      [0, [session(40, 700)]],
      renewed(30),
      [31, [session(40, 700)]],
      [600, [session(41, 700)]],
    ],
    until: 640,
    told: ["11 sign in: token-expired", "31 signed in", "631 sign in: token-expired"],
  },
  {
    name: "not that it is back long after, when a snooze ends",
    steps: [
      [0, [session(40, 300)]],
      signedOut(5),
      snoozed(6, 60),
      renewed(20),
      [21, [session(41, 300)]],
      [26, [session(42, 300)]],
    ],
    until: 100,
    told: ["5.08 sign in: signed-out"],
  }, // No network, refusals.
  {
    name: "no network after two minutes, once",
    steps: [[0, [session(40, 300)]], [5, offline], [6, offline], [30, offline]],
    until: 200,
    told: ["7 network: offline"],
  },
  {
    name: "not a short break",
    steps: [[0, [session(40, 300)]], [5, offline], [6.5, [session(40, 300)]]],
    until: 60,
    told: [],
  },
  {
    name: "not each of several breaks in half an hour",
    steps: [[0, [session(40, 300)]], [5, offline], [10, [session(40, 300)]], [12, offline], [20, [
      session(40, 300),
    ]]],
    until: 60,
    told: ["7 network: offline"],
  },
  {
    name: "no network from before a suspend only when it is still away",
    steps: [
      [0, [session(40, 900)]],
      [5, offline],
      [6, (teller) => {
        teller.jumpTo(at(480));
        teller.happen({ type: "woke", now: at(480) });
      }],
      [480.1, offline],
      [480.2, [session(40, 900)]],
    ],
    until: 490,
    told: [],
  },
  {
    name: "not a refusal of figures that were old before it",
    steps: [[0, [session(40, 900)]], [1, (teller) => teller.jumpTo(at(300))], [300, refused]],
    until: 304,
    told: [],
  },
  {
    name: "again after a good hour",
    steps: [[0, [session(40, 300)]], [5, offline], [10, [session(40, 300)]], [60, [session(40, 300)]], [
      70,
      offline,
    ]],
    until: 80,
    told: ["7 network: offline", "72 network: offline"],
  },
  {
    name: "a certificate that is not trusted",
    steps: [[0, { kind: "certificate", how: "untrusted", host: "h" }]],
    until: 10,
    told: ["2 network: certificate"],
  },
  {
    name: "a refusal when the figures are old because of it",
    steps: [[0, [session(40, 300)]], [5, refused], [14, refused]],
    until: 60,
    told: ["15 rate limited"],
  },
  {
    name: "not a refusal that ends in time",
    steps: [[0, [session(40, 300)]], [5, refused], [14, [session(40, 300)]]],
    until: 25,
    told: [],
  },
  {
    name: "not an error of the server, nor an odd answer",
    steps: [[0, { kind: "server-error", status: 500 }], [1, {
      kind: "odd-body",
      why: { about: "system", text: "HTML" },
    }]],
    until: 300,
    told: [],
  }, // Pace.
  {
    name: "a session that runs out before its reset",
    settings: { reminder: { percentage_thresholds: [] } },
    steps: rising(20, 60, 60, 180),
    until: 62,
    told: ["50 session runs out"],
  },
  {
    name: "not while little of it is used",
    settings: { reminder: { percentage_thresholds: [] } },
    steps: rising(5, 45, 60, 240),
    told: [],
  },
  {
    name: "not just before the reset anyway",
    settings: { reminder: { percentage_thresholds: [], before_reset_minutes: [] } },
    steps: rising(50, 80, 60, 105),
    told: [],
  },
  { name: "not at a pace that lasts", steps: rising(20, 60, 60, 110), until: 61, told: [] },
  {
    name: "a day's budget that is exceeded, once a session",
    settings: { goals, reminder: { percentage_thresholds: [] } },
    steps: [[0, [session(38, 200)]], [5, [session(60, 200)]], [10, [session(70, 200)]]],
    told: ["5 pace"],
  },
  {
    name: "not without a warning wanted",
    settings: {
      goals: { ...goals, warn_when_pace_exceeded: false },
      reminder: { percentage_thresholds: [] },
    },
    steps: [[5, [session(60, 200)]]],
    told: [],
  },
]);
