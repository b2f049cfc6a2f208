/** An account and its endpoint in memory: a test says who is signed in and what the server answers. */
import type { Answer, Reading } from "../../src/core/usage/reading.ts";
import type { Limit } from "../../src/core/usage/limit.ts";
import type { NetFailure } from "../../src/core/usage/usage_failure.ts";
import type { FoundLogin, Provider, Token } from "../../src/providers/provider.ts";
import { requestBudget } from "../core/situations.ts";

export interface FakeAccount {
  readonly provider: Provider;
  /** Epoch ms of each question that arrived. */
  readonly asked: number[];
  found: FoundLogin;
  answer: (now: number, token: Token) => Answer;
  cached: Reading | null;
  reachable: boolean;
  skewMs: number;
}

export function token(hash: string, account = "one", expiresAt: number | null = null): FoundLogin {
  return {
    kind: "token",
    token: {
      account,
      origin: "a test",
      hash,
      expiresAt,
      requestBudget,
      authorization: () => `Bearer secret-${hash}`,
    },
  };
}

export function windowLimit(id: "session" | "week", usedPercent: number, resetsAt: number | null): Limit {
  return { kind: "window", id, title: { kind: id }, usedPercent, resetsAt };
}

export function good(limits: readonly Limit[], observedAt: number, account = "one"): Answer {
  return { kind: "reading", reading: { account, observedAt, source: "endpoint", limits } };
}

export function fakeAccount(now: () => number): FakeAccount {
  const unreachable: NetFailure = { kind: "offline", how: "refused" };
  const account: FakeAccount = {
    asked: [],
    found: token("t1"),
    answer: (at) => good([windowLimit("session", 15, null)], at),
    cached: null,
    reachable: true,
    skewMs: 0,
    provider: {
      signInUrl: "https://example.org/login",
      endpoint: "https://example.org/usage",
      answerMs: 5000,
      scope: "read",
      remarks: [],
      surroundings: (salt) => Promise.resolve(`fake ${salt}`),
      watched: [{ folder: "/home/.claude", name: "credentials", settleMs: 100 }],
      credential: () => Promise.resolve(account.found),
      places: () => Promise.resolve([]),
      readStatusLine: () => ({ session: null, progress: "", model: null, contextPercent: null, limits: [] }),
      loginIn: () => Promise.resolve({ account: null, tokenHash: null }),
      cached: (of) => Promise.resolve(account.cached?.account === of ? account.cached : null),
      ask(used) {
        account.asked.push(now());
        return Promise.resolve(account.answer(now(), used));
      },
      skewMs: () => account.skewMs,
      probe: () => Promise.resolve(account.reachable ? null : unreachable),
    },
  };
  return account;
}
