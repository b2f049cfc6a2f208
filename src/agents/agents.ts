/** What the running program does about OpenCode: follows its servers, writes the state files, and answers what agents ask. */
import { getLogger } from "@logtape/logtape";
import type { Settings } from "../core/settings.ts";
import {
  endedUsageFile,
  opencodeFile,
  opencodeFileText,
  type UsageFile,
  usageFile,
} from "../core/plugin_files.ts";
import type { Messages } from "../core/language/messages.ts";
import { labelMeant } from "../core/agents/agent_list.ts";
import type { OpencodeAction } from "../core/agents/agent_action.ts";
import type { OpencodeReport } from "../core/agents/opencode/report.ts";
import { rootsIn } from "../core/agents/session_tree.ts";
import { nextOpencodeChange } from "../core/agents/waiting.ts";
import { usageAt } from "../core/usage/current_usage.ts";
import { nextViewChange } from "../core/tray_view.ts";
import type { Host } from "../host/host.ts";
import { focusTerminal } from "./terminal_focus.ts";
import type { Replied, Reply } from "./opencode/reply.ts";
import type { Platform } from "../platform/platform.ts";
import { type FileContent, type StateFile, stateFiles } from "../tasks/plugin_files.ts";
import { createOpencode } from "./opencode/opencode.ts";
import type { Store, Task } from "../tasks/task.ts";
import type { Reason } from "../core/reason.ts";

const log = getLogger(["claudeminder", "agents"]);

export interface AgentsParts {
  readonly host: Host;
  readonly platform: Pick<Platform, "os" | "listeners" | "terminal" | "stateFileChanged" | "focusTerminal">;
  readonly store: Store;
  /** In the language of the settings. */
  messages(): Pick<Messages, "opencode">;
}

export interface Agents {
  /** Each with the name that stands in the menu when it breaks. */
  readonly tasks: readonly (readonly [string, Task])[];
  /** Rejects with the reason, in a sentence, when it cannot be done. */
  perform(action: OpencodeAction): Promise<void>;
}

export function createAgents({ host, platform, store, messages }: AgentsParts): Agents {
  const opencode = createOpencode({
    host,
    platform,
    settings() {
      const { ports, servers, password_env } = store.state().settings.opencode;
      return { ports, servers, passwordEnv: password_env };
    },
    report(report) {
      logReport(report);
      store.dispatch({ type: "opencode", report, now: host.now() });
    },
    known: (key) => store.state().opencode.find((instance) => instance.key === key) ?? null,
  });

  function files({ state_file, usage_file }: ReturnType<typeof written>): readonly StateFile[] {
    const agents = (instances = store.state().opencode) => (now: number) => {
      const file = opencodeFile(instances, now, messages().opencode.untitled);
      return { text: opencodeFileText(file, now), key: JSON.stringify(file) };
    };
    // Windows has no such folder; whoever wants the files there names another.
    const isWritten = (path: string) => path !== "" && !(platform.os === "windows" && path.startsWith("/"));
    return [
      ...(!isWritten(state_file) ? [] : [{
        path: state_file,
        content: (now: number) => agents()(now),
        atEnd: agents([]),
        tell: platform.stateFileChanged,
      }]),
      ...(!isWritten(usage_file) ? [] : [{
        path: usage_file,
        content: (now: number) => usageContent(usageFile(usageAt(store.state(), now), now)),
        atEnd: (now: number) => usageContent(endedUsageFile(usageAt(store.state(), now), now)),
        tell: null,
      }]),
    ];
  }

  function trouble(path: string, why: Reason | null): void {
    const reason: Reason | null = why === null
      ? null
      : { about: "own-file", kind: "unwritable", file: path, why };
    store.dispatch({ type: "remark", id: `file:${path}`, reason, now: host.now() });
  }

  /** The request as it stands in the state: which directory of the server it belongs to. */
  function replyOf(action: OpencodeAction): Reply | null {
    const instance = store.state().opencode.find(({ key }) => key === action.instance);
    switch (action.kind) {
      case "answer-permission": {
        const permission = instance?.permissions[action.permission];
        if (permission === undefined) return null;
        const { id, directory, session, isOlder } = permission;
        const older = isOlder === true ? { olderSession: session } : {};
        return { kind: "permission", id, directory, reply: action.reply, ...older };
      }
      case "answer-question": {
        const question = instance?.questions[action.question];
        if (question === undefined) return null;
        const answers = action.answers.map((labels, index) =>
          labels.map((label) => labelMeant(question.items[index], label))
        );
        return { kind: "question", id: action.question, directory: question.directory, answers };
      }
      case "reject-question": {
        const directory = instance?.questions[action.question]?.directory;
        return directory === undefined ? null : { kind: "reject-question", id: action.question, directory };
      }
      case "focus-session":
        return null;
    }
  }

  return {
    tasks: [
      [
        "agents",
        whileSame(store, followed, async (signal, { enabled }) => {
          if (enabled) await opencode.run(signal);
        }),
      ],
      [
        "state files",
        whileSame(store, written, async (signal, config) => {
          const wanted = config.enabled ? files(config) : [];
          if (wanted.length === 0) return;
          await stateFiles({
            host,
            files: wanted,
            subscribe: (listener) => store.subscribe(listener),
            nextAt: (now) =>
              Math.min(
                nextOpencodeChange(store.state().opencode, now) ?? Infinity,
                nextViewChange(store.state(), now),
              ),
            trouble,
          })(signal);
        }),
      ],
    ],
    async perform(action) {
      if (action.kind === "focus-session") {
        const instance = store.state().opencode.find(({ key }) => key === action.instance);
        if (instance === undefined) return;
        // Terminals show the title of the session that was begun in them.
        const title = instance.sessions[rootsIn(instance)(action.session)]?.info.title;
        return await focusTerminal({ host, platform }, {
          ...instance,
          ...(title === undefined ? {} : { title }),
        });
      }
      const reply = replyOf(action);
      const replied: Replied = reply === null
        ? { kind: "already-answered" }
        : await opencode.answer(action.instance, reply);
      const failure = failureOf(replied);
      if (failure !== null) throw failure;
    },
  };
}

function usageContent(file: UsageFile | null): FileContent | null {
  const text = JSON.stringify(file);
  return file === null ? null : { text, key: text };
}

/** What goes on, by ids: nothing that an agent has written. */
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

/** The settings by which servers are found: with others they are looked for anew. */
function followed({ enabled, ports, servers, password_env }: Settings["opencode"]) {
  return { enabled, ports, servers, password_env };
}

/** The settings by which the files are written: in one that is given up it says that nobody is there. */
function written({ enabled, state_file, usage_file }: Settings["opencode"]) {
  return { enabled, state_file, usage_file };
}

/** Runs `work` for as long as what `pick` takes from the settings is the same, then again for what it has become. */
function whileSame<T>(
  store: Store,
  pick: (config: Settings["opencode"]) => T,
  work: (signal: AbortSignal, value: T) => Promise<void>,
): Task {
  return async (signal) => {
    while (!signal.aborted) {
      const value = pick(store.state().settings.opencode);
      const turn = new AbortController();
      const end = () => turn.abort();
      signal.addEventListener("abort", end, { once: true });
      const over = new Promise<void>((resolve) => turn.signal.addEventListener("abort", () => resolve()));
      const unsubscribe = store.subscribe(({ type }) => {
        if (type !== "settings") return;
        if (JSON.stringify(pick(store.state().settings.opencode)) !== JSON.stringify(value)) end();
      });
      try {
        await work(turn.signal, value);
        await over;
      } finally {
        unsubscribe();
        signal.removeEventListener("abort", end);
      }
    }
  };
}

/** An answer that has not reached the agent. */
export class AgentError extends Error {
  constructor(readonly kind: Replied["kind"], message: string) {
    super(message);
    this.name = "AgentError";
  }
}

/** Null = it has reached the agent. */
function failureOf(replied: Replied): AgentError | null {
  const { kind } = replied;
  switch (kind) {
    case "done":
      return null;
    case "already-answered":
      return new AgentError(kind, "This was answered already, or is no longer asked");
    case "failed":
      switch (replied.why) {
        case "gone":
          return new AgentError(kind, "The agent's OpenCode has ended");
        case "locked":
          return new AgentError(kind, "The agent's OpenCode wants a password");
        case "not-answering":
          return new AgentError(kind, "The agent's OpenCode does not answer");
        case "refused":
          return new AgentError(kind, "The agent's OpenCode does not take this answer");
      }
  }
}
