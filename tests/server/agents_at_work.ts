/** A state in which agents work, wait and have failed, for what is told of them. */
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState, type State } from "../../src/core/state.ts";
import {
  agents,
  busy,
  colour,
  instance,
  now,
  permission,
  question,
  run,
} from "../core/agents/opencode/situations.ts";

const wishes: readonly Parameters<typeof permission>[1][] = [
  run,
  { kind: "edit", file: "a.ts" },
  { kind: "fetch", url: "https://example.com" },
  { kind: "outside", path: "/etc" },
  { kind: "search", query: "x" },
  { kind: "other", permission: "p", detail: "d" },
];
const elsewhere = instance(4097, [], { host: "192.0.2.7" });
const retry = { kind: "retry", since: now, attempt: 2, message: "overloaded", nextAt: now + 1000 } as const;
const atWork = instance(4096, [
  { id: "a", status: busy, tools: [{ name: "bash", arg: "ls" }], todos: { current: "Tests" }, error: "Odd" },
  { id: "b", status: retry, parent: "a" },
], {
  permissions: wishes.map((wish, index) => permission("a", wish, 0, { id: `per_${index}` })).reduce((
    all,
    one,
  ) => ({ ...all, ...one })),
  questions: question("b", [colour]),
});

export const agentsAtWork: State = {
  ...initialState(defaultSettings, nothingSaved),
  agents: agents(atWork, elsewhere),
};
