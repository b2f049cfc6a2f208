/** When it is told that the server refuses to answer. */
import { at, session, testStories } from "../alert_stories.ts";
import { isoTime } from "../../../../src/core/time/iso_time.ts";
import type { Failure } from "../../../../src/core/usage/usage_failure.ts";

const refused: Failure = { kind: "rate-limited", retryAfterMs: null };

testStories([
  {
    name: "a refusal when the figures are old because of it",
    steps: [[0, [session(40, 300)]], [5, refused], [14, refused]],
    until: 60,
    told: ["15 rate limited"],
    says: [["Rate Limited", "Figures are from 15 min ago; next try 14:16"]],
    json: [{ kind: "rate-limited", observed_at: isoTime(at(0)) }],
  },
  {
    name: "not a refusal of figures that were old before it",
    steps: [[0, [session(40, 900)]], [1, (teller) => teller.jumpTo(at(300))], [300, refused]],
    until: 304,
    told: [],
  },
  {
    name: "not a refusal that ends in time",
    steps: [[0, [session(40, 300)]], [5, refused], [14, [session(40, 300)]]],
    until: 25,
    told: [],
  },
]);
