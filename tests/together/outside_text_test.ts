/**
 * Text from outside reaches nobody raw, whatever field it stands in and wherever it is read: from src/providers/ and src/agents/
 * through src/core/ to everything that is shown.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { en } from "../../src/core/language/en/messages.ts";
import { vi } from "../../src/core/language/vi/messages.ts";
import { minute, signedIn, stateAfter, t0 } from "../core/situations.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import {
  failures,
  outsideEvents,
  outsideText,
  quickSinksOf,
  randomFrom,
  type Sinks,
  sinksOf,
  usageEvent,
} from "./outside_text.ts";

/** Not by the program's own measure: controls, what turns a direction or has no width, private use, what is no character. */
const FORBIDDEN =
  /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\xad\u034f\u3164\u{e0000}-\u{e0fff}]|\p{M}{5}/u;

function check({ lines, texts }: Sinks, seen: Set<string>): void {
  for (const line of lines) assert(!FORBIDDEN.test(line), JSON.stringify(line));
  for (const text of texts) {
    assert(!text.split("\n").some((line) => FORBIDDEN.test(line)), JSON.stringify(text));
  }
  for (const text of [...lines, ...texts]) {
    for (const [, field = ""] of text.matchAll(/[<‹]([a-z-]+)[>›]/g)) seen.add(field);
  }
}

const config = settingsWith({ opencode: { permission_seconds: 0 } });

Deno.test("20,000 answers with text that commands a terminal reach no sink raw", () => {
  const random = randomFrom(10);
  const text = outsideText(random);
  const seen = new Set<string>();
  for (let round = 0; round < 20_000; round++) {
    const state = stateAfter([signedIn, usageEvent(text, random, t0)], config);
    const messages = round % 2 === 0 ? en : vi;
    check((round % 50 === 0 ? sinksOf : quickSinksOf)(state, t0 + minute, messages), seen);
  }
  assertEquals([...seen].sort(), ["kind", "model", "scope", "surface", "unreadable", "window"]);
});

Deno.test("text of settings, systems and agents that commands a terminal reaches no sink raw", () => {
  const random = randomFrom(11);
  const text = outsideText(random);
  const seen = new Set<string>();
  const given = new Set<string>();
  const noted = (field: string) => {
    given.add(field);
    return text(field);
  };
  for (let round = 0; round < 300; round++) {
    const failed = failures(noted).map((failure) => ({
      type: "answered" as const,
      answer: { kind: "failure" as const, failure },
      ...{ tokenHash: "t1", random: 0, now: t0 },
    }));
    for (const event of failed.slice(round % 3, round % 3 + 1)) {
      const state = stateAfter([...outsideEvents(noted, t0), event], config);
      check(sinksOf(state, t0 + minute, round % 2 === 0 ? en : vi), seen);
    }
  }
  // A directory that a server names for a message is for asking it alone.
  assertEquals([...given].filter((field) => !seen.has(field)), ["ran-in"]);
});
