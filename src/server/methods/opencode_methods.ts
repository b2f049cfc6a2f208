/** Methods about OpenCode: who works and who waits, and the answer of a person. */
import * as z from "zod";
import { opencodeList } from "../../core/agents/agents_json.ts";
import { answerHelp, answerParams } from "../../core/agents/answer_params.ts";
import { reasonOf } from "../../core/reason_error.ts";
import { done } from "../schemas/shape.ts";
import { method, noParams } from "./method.ts";

export const opencodeMethods = [
  method({
    name: "opencode.list",
    does: "Gives the OpenCode servers on this machine, with their sessions and what waits in them.",
    params: noParams,
    answer: async () => {
      const { agentServers } = await import("../schemas/agent_schema.ts");
      return z.strictObject({ instances: agentServers });
    },
    call: (_, { store, host }) => ({ instances: opencodeList(store.state().agents, host.now()) }),
  }),
  method({
    name: "opencode.answer",
    does:
      "Answers a permission or a question: `instance`, `permission` and `question` are ids of `opencode.list`, " +
      "`answers` has the chosen labels of each item.",
    params: answerParams,
    help: answerHelp,
    answer: () => z.union([done, z.strictObject({ success: z.literal(false), error: z.string() })]),
    async call(action, { perform, messages }) {
      try {
        await perform(action);
        return { success: true };
      } catch (error) {
        return { success: false, error: messages().reason(reasonOf(error)) };
      }
    },
  }),
];
