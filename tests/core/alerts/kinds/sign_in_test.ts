/** When a person is told to sign in. */
import { at, renewed, restart, session, testStories } from "../alert_stories.ts";
import type { Event } from "../../../../src/core/state.ts";
import { requestBudget, t0 } from "../../situations.ts";

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

testStories([
  {
    name: "an expired token once Claude Code had its chance to renew it",
    steps: [[0, expired], [0, [session(40, 300)]]],
    until: 60,
    told: ["11 sign in: token-expired"],
    says: [["Claude Token Expired", "Token expired: run `claude` or sign in"]],
    json: [{ kind: "sign-in", why: "token-expired" }],
  },
  {
    name: "not an expired token that is renewed at once",
    steps: [[0, expired], [0, [session(40, 300)]], renewed(10.5)],
    until: 60,
    told: [],
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
    says: [["Claude Signed Out", "Signed out: sign in with `claude`"]],
    json: [{ kind: "sign-in", why: "signed-out" }],
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
]);
