/** What `status` says in bars, prompts and terminals, in English. */
import type { BarMessages } from "../bar_messages.ts";

export const barsEn: BarMessages = {
  fields: {
    percent: "percent used of the limit that the icon shows; -- = not known",
    limit: "the name of that limit",
    reset: "the time of its reset",
    reset_in: "how long it is until then",
    level: "green, yellow, orange, red or unknown",
    colour: "the colour of the level, as #rrggbb",
    bar: "ten blocks, as many of them full",
    forecast: "where its present rate leads",
    session: "percent used of the session",
    session_reset: "the time of its reset",
    session_reset_in: "how long it is until then",
    week: "percent used of the week",
    week_reset: "the time of its reset",
    week_reset_in: "how long it is until then",
    spent: "the money spent, of the first limit that is counted in money",
    waits: "how many agents wait for you",
    waiting_for: "what the first of them waits for",
    agents: "how many agents work or wait",
    alerts: "how many alerts could not be shown",
    age: "how old the figures are",
    snoozed: "until when notifications are snoozed",
    condition: "good, loading, stale, offline, rate-limited, signed-out, problem or not-running",
    trouble: "what is wrong, in words",
  },
  unknownField: (name, fields) =>
    `status: there is no field {${name}}. A brace itself is written {{ or }}. Fields:\n${fields}`,
  openBrace: (fields) =>
    `status: a brace stands alone. A brace itself is written {{ or }}. Fields:\n${fields}`,
  notRunning: "claudeminder is not running",
  olderRunning: "the running claudeminder is of another version: end it and start it anew",
  notFollowed: (why) => `the running claudeminder cannot be followed, tried again: ${why}`,
  snoozed: (clock) => `snoozed until ${clock}`,
  evenUse: "even use",
  sidecars: "Sidecars",
  agents: "Agents",
};
