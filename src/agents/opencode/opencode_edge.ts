/** The edge of the source OpenCode: finds, follows and answers its servers, as the settings say. */
import { getLogger } from "@logtape/logtape";
import type { AgentAnswer } from "../../core/agents/agent_action.ts";
import { labelMeant } from "../../core/agents/answer_params.ts";
import type { Instance } from "../../core/agents/opencode/instance.ts";
import type { OpencodeReport } from "../../core/agents/opencode/opencode_report.ts";
import type { SourceEdge, SourceParts } from "../source_edge.ts";
import { createOpencodeServers } from "./opencode_servers.ts";
import type { Reply } from "./answer_request.ts";

const log = getLogger(["claudeminder", "agents"]);

export function opencodeEdge({ host, platform, store }: SourceParts): SourceEdge {
  const known = (key: string) => store.state().agents.opencode.find((instance) => instance.key === key);
  const opencode = createOpencodeServers({
    host,
    platform,
    settings() {
      const { ports, servers, password_env } = store.state().settings.opencode;
      return { ports, servers, passwordEnv: password_env };
    },
    report(content) {
      logReport(content);
      store.dispatch({ type: "agents", report: { source: "opencode", content }, now: host.now() });
    },
    known: (key) => known(key) ?? null,
  });
  return {
    id: "opencode",
    taskName: "agents",
    followed({ opencode: { enabled, ports, servers, password_env } }) {
      return enabled ? { ports, servers, password_env } : null;
    },
    run: opencode.run,
    async answer(answer) {
      const reply = replyTo(answer, known(answer.instance));
      return reply === null ? { kind: "already-answered" } : await opencode.answer(answer.instance, reply);
    },
  };
}

/** What is sent to the server; null = the server does not ask this any more. */
function replyTo(answer: AgentAnswer, instance: Instance | undefined): Reply | null {
  switch (answer.kind) {
    case "answer-permission": {
      const permission = instance?.permissions[answer.permission];
      if (permission === undefined) return null;
      const { id, directory, session, isOlder } = permission;
      const older = isOlder === true ? { olderSession: session } : {};
      return { kind: "permission", id, directory, reply: answer.reply, ...older };
    }
    case "answer-question": {
      const question = instance?.questions[answer.question];
      if (question === undefined) return null;
      const answers = answer.answers.map((labels, index) =>
        labels.map((label) => labelMeant(question.items[index], label))
      );
      return { kind: "question", id: answer.question, directory: question.directory, answers };
    }
    case "reject-question": {
      const directory = instance?.questions[answer.question]?.directory;
      return directory === undefined ? null : { kind: "reject-question", id: answer.question, directory };
    }
  }
}

/** Logs ids only, nothing that an agent has written. */
function logReport(report: OpencodeReport): void {
  if (report.type !== "happened" || report.event.type !== "message") return;
  const { key, event: { message } } = report;
  switch (message.type) {
    case "status":
      return log.info("{key}: {session} is {status}", {
        key,
        session: message.session,
        status: message.status.kind,
      });
    case "permission-asked":
      return log.info("{key}: {session} asks for a permission", { key, session: message.permission.session });
    case "permission-replied":
      return log.info("{key}: a permission was answered", { key });
    case "question-asked":
      return log.info("{key}: {session} asks a question", { key, session: message.question.session });
    case "question-closed":
      return log.info("{key}: a question was answered", { key });
    case "error":
      return log.info("{key}: {session} has an error", { key, session: message.session ?? "the server" });
    case "session":
    case "deleted":
    case "todos":
    case "tool":
    case "disposed":
      return;
  }
}
