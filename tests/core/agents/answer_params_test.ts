// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { AgentAnswer } from "../../../src/core/agents/agent_action.ts";
import { answerParams, labelMeant } from "../../../src/core/agents/answer_params.ts";
import { colour } from "./opencode/situations.ts";

const answers: readonly [unknown, AgentAnswer | null][] = [
  [{ instance: "i", permission: "p", reply: "once" }, {
    ...{ kind: "answer-permission", instance: "i", permission: "p", reply: "once" },
  }],
  [{ instance: "i", question: "q", answers: [["Blue"]] }, {
    ...{ kind: "answer-question", instance: "i", question: "q", answers: [["Blue"]] },
  }],
  [{ instance: "i", question: "q", reject: true }, { kind: "reject-question", instance: "i", question: "q" }],
  [{ instance: "i", permission: "p", reply: "maybe" }, null],
  [{ instance: "i", question: "q", answers: [], reject: true }, null],
  [{ permission: "p", reply: "once" }, null],
  [null, null],
];
for (const [params, action] of answers) {
  Deno.test(`answerParams makes of ${JSON.stringify(params)}: ${action?.kind ?? "not understood"}`, () =>
    assertEquals(answerParams.safeParse(params).data ?? null, action));
}

Deno.test("labelMeant() is the label as it is, the one that was listed so, or what was told", () => {
  const options = [{ label: "Red\u202e", description: "" }, { label: "Blue", description: "" }];
  const meant = (told: string) => labelMeant({ ...colour, options }, told);
  assertEquals(["Blue", "Red\u202e", "Red\ufffd", "Green"].map(meant), [
    "Blue",
    "Red\u202e",
    "Red\u202e",
    "Green",
  ]);
  assertEquals(labelMeant(undefined, "Red"), "Red");
});
