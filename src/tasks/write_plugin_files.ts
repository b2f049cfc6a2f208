/** Writes the two files that menu-bar plugins read: one about the agents, one about the usage. */
import { agentsFile, agentsFileText } from "../core/agents/agents_plugin_file.ts";
import { nextAgentChange, noAgents, programsOf } from "../core/agents/sources.ts";
import type { Messages } from "../core/language/messages.ts";
import type { Reason } from "../core/reason.ts";
import type { Settings } from "../core/settings.ts";
import { nextViewChange } from "../core/views/tray_view.ts";
import { usageAt } from "../core/usage/current_usage.ts";
import { endedUsageFile, type UsageFile, usageFile } from "../core/usage/usage_plugin_file.ts";
import type { Host } from "../host/host.ts";
import type { Platform } from "../platform/platform.ts";
import { type ChangingFile, type FileContent, writeChangedFiles } from "./paced_file_writes.ts";
import type { Store, Task } from "./task.ts";
import { whileSettingsSame } from "./while_settings_same.ts";

export interface PluginFilesParts {
  readonly host: Host;
  readonly platform: Pick<Platform, "os" | "stateFileChanged">;
  readonly store: Store;
  /** The messages in the language of the settings. */
  messages(): Pick<Messages, "agents">;
}

export function writePluginFiles({ host, platform, store, messages }: PluginFilesParts): Task {
  function files({ state_file, usage_file }: ReturnType<typeof written>): readonly ChangingFile[] {
    const agents = (state = store.state().agents) => (now: number) => {
      const file = agentsFile(programsOf(state, "opencode", now), messages().agents.untitled);
      return { text: agentsFileText(file, now), key: JSON.stringify(file) };
    };
    // Windows has no folder "/tmp": there the files are written only if the settings name other paths.
    const isWritten = (path: string) => path !== "" && !(platform.os === "windows" && path.startsWith("/"));
    return [
      ...(!isWritten(state_file) ? [] : [{
        path: state_file,
        content: (now: number) => agents()(now),
        atEnd: agents(noAgents),
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

  return whileSettingsSame(store, written, async (signal, settings) => {
    const wanted = settings.enabled ? files(settings) : [];
    if (wanted.length === 0) return;
    await writeChangedFiles({
      host,
      files: wanted,
      subscribe: (listener) => store.subscribe(listener),
      nextAt: (now) =>
        Math.min(nextAgentChange(store.state().agents, now) ?? Infinity, nextViewChange(store.state(), now)),
      trouble,
    })(signal);
  });
}

function usageContent(file: UsageFile | null): FileContent | null {
  const text = JSON.stringify(file);
  return file === null ? null : { text, key: text };
}

/** The settings that decide which files are written. When a path changes, the old file gets its content for the end. */
function written({ opencode: { enabled, state_file, usage_file } }: Settings) {
  return { enabled, state_file, usage_file };
}
