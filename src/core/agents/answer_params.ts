/** How other programs answer agents: the parameters of `opencode.answer`. */
import * as z from "zod";
import { shownLines } from "../text/shown_text.ts";
import type { AgentAnswer } from "./agent_action.ts";
import type { QuestionItem } from "./waiting.ts";

const id = z.string().min(1);

/** The parameters of `opencode.answer`, made into what is asked of the program; `answerHelp` says what is understood. */
export const answerParams = z.union([
  z.strictObject({ instance: id, permission: id, reply: z.enum(["once", "always", "reject"]) })
    .transform((it): AgentAnswer => ({ kind: "answer-permission", ...it })),
  z.strictObject({ instance: id, question: id, answers: z.array(z.array(z.string())).min(1) })
    .transform((it): AgentAnswer => ({ kind: "answer-question", ...it })),
  z.strictObject({ instance: id, question: id, reject: z.literal(true) })
    .transform(({ instance, question }): AgentAnswer => ({ kind: "reject-question", instance, question })),
]);

export const answerHelp =
  "{instance, permission, reply: once|always|reject}, {instance, question, answers: " +
  "[[label]]} or {instance, question, reject: true}";

/** The label as the agent wrote it, for one that was told as the list shows it, where characters that cannot be seen are replaced. */
export function labelMeant(item: QuestionItem | undefined, told: string): string {
  const labels = item?.options.map(({ label }) => label) ?? [];
  return labels.find((label) => label === told) ?? labels.find((label) => shownLines(label) === told) ?? told;
}
