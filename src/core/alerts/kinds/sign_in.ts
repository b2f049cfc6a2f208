/** There is no token that the server accepts: a person has to sign in. */
import type { NoticeTitles } from "../../language/alert_messages.ts";
import type { Failure } from "../../usage/usage_failure.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import type { Lifetime } from "../told_lifetimes.ts";
import { type Situation, tokenIn, troubleIn } from "../situation.ts";
import { minute, second } from "../../time/units.ts";

export interface SignInFacts {
  readonly kind: "sign-in";
  readonly failure: Failure;
}

/** Claude Code renews a token around its end. It has this long after it, in ms. */
const expiredMs = minute;
/** A login writes its file more than once. The token must be missing for this long, in ms. */
const missingMs = 5 * second;

/**
 * Until the person was told that the sign-in has helped, or the second good answer has come: after that it is no news any more. What
 * the vendor's own program has stored does not show that the token works, so it does not count as an answer.
 */
const untilSignedIn: Lifetime = {
  markAfter({ series, mark, at }, event) {
    switch (event.type) {
      case "reading": {
        const { before } = event.change;
        return before === null || before.source !== "endpoint" || before.observedAt < at ? mark : null;
      }
      case "told":
        return event.kinds.includes("signed-in") ? null : mark;
      case "signed in at the start":
        return series.of === "token" && series.token === event.tokenHash ? mark : null;
      case "clock":
        return mark;
    }
  },
};

export const signIn: SharedNoticeKind<SignInFacts> = {
  kind: "sign-in",
  notice: "shared",
  remembered: untilSignedIn,
  due(situation) {
    const trouble = troubleIn(situation);
    if (trouble === null) return [];
    const from = dueFrom(trouble.why, trouble.since);
    if (from === null || situation.now < from) return [];
    return [{
      series: { of: "token", kind: "sign-in", token: tokenIn(situation) },
      mark: 0,
      facts: { kind: "sign-in", failure: trouble.why },
    }];
  },
  moments(situation) {
    const trouble = troubleIn(situation);
    const from = trouble === null ? null : dueFrom(trouble.why, trouble.since);
    return [...(from === null ? [] : [from]), ...expiryIn(situation)];
  },
  // When another token is refused too, that is the same trouble.
  stillTrue(_, situation) {
    const trouble = troubleIn(situation);
    return trouble !== null && dueFrom(trouble.why, trouble.since) !== null ? "still" : "over";
  },
  title: ({ failure }, titles) => titleFor(failure, titles),
  sentence({ failure }, _, messages) {
    const advice = messages.advice(failure);
    const what = messages.failure(failure);
    return advice === null ? what : `${what}: ${advice}`;
  },
  isUrgent: () => true,
  buttons: (messages) => [{ id: "sign-in", label: messages.signInButton, action: { kind: "sign-in" } }],
  json: ({ failure }) => ({ why: failure.kind }),
};

/** Epoch ms from which a failure that began at `since` is told; null = to sign in again does not help. */
function dueFrom(failure: Failure, since: number): number | null {
  switch (failure.kind) {
    case "token-expired":
      return failure.at + expiredMs;
    case "signed-out":
    case "credentials-unreadable":
      return since + missingMs;
    case "token-refused":
    case "scope":
      return -Infinity;
    case "offline":
    case "certificate":
    case "rate-limited":
    case "setting":
    case "no-endpoint":
    case "refused":
    case "server-error":
    case "odd-body":
      return null;
  }
}

/** When a token that is good now expires, which ends other troubles, and when that is told. */
function expiryIn({ credential }: Situation): readonly number[] {
  if (credential.kind !== "token" || credential.expiresAt === null) return [];
  return [credential.expiresAt, credential.expiresAt + expiredMs];
}

function titleFor({ kind }: Failure, titles: NoticeTitles): string {
  switch (kind) {
    case "token-expired":
    case "token-refused":
      return titles.expired;
    case "signed-out":
      return titles.signedOut;
    case "scope":
    case "credentials-unreadable":
    case "offline":
    case "certificate":
    case "setting":
    case "no-endpoint":
    case "rate-limited":
    case "refused":
    case "server-error":
    case "odd-body":
      return titles.signInProblem;
  }
}
