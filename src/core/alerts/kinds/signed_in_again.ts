/** The figures come again, after a person was told to sign in. */
import { percentText } from "../../usage/limit_words.ts";
import { bindingLimit, type CurrentLimit } from "../../usage/limit.ts";
import type { SharedNoticeKind } from "../alert_kind.ts";
import type { Lifetime } from "../told_lifetimes.ts";
import { seriesIn } from "../series.ts";
import { nameOf } from "./limit_fields.ts";

export interface SignedInAgainFacts {
  readonly kind: "signed-in";
  /** The limit that stops the work first; null = none is known. */
  readonly binding: CurrentLimit | null;
}

/** It is due only while it is remembered that a person was told to sign in, and telling it ends that. */
const notAtAll: Lifetime = { markAfter: () => null };

export const signedInAgain: SharedNoticeKind<SignedInAgainFacts> = {
  kind: "signed-in",
  notice: "shared",
  remembered: notAtAll,
  due({ told, usage, now }) {
    const signIn = told.find(({ series }) => seriesIn(series).kind === "sign-in");
    if (signIn === undefined || usage.kind !== "fresh") return [];
    const { reading } = usage;
    if (reading.source !== "endpoint" || reading.observedAt < signIn.at) return [];
    return [{
      series: { of: "machine", kind: "signed-in" },
      mark: 0,
      facts: { kind: "signed-in", binding: bindingLimit(reading.limits, now) },
    }];
  },
  // While the server refuses the token (429), the figures that are there are not fresh.
  moments: ({ told, requestLog }) =>
    told.some(({ series }) => seriesIn(series).kind === "sign-in")
      ? requestLog.gates.map(({ until }) => until)
      : [],
  stillTrue: () => "news",
  title: (_, titles) => titles.signedIn,
  sentence: ({ binding }, _, messages) =>
    messages.alerts.signedInAgain(
      binding === null
        ? ""
        : messages.alerts.limitUsed(nameOf(binding.limit, messages), percentText(binding.percent, 0)),
    ),
  isUrgent: () => false,
  buttons: () => [],
  json: () => ({}),
};
