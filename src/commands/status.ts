/** `status`: prints what the tray shows, for a person, a bar or a prompt. */
import { templateProblem } from "../core/views/bars/bar_template.ts";
import { askOnce } from "./ask_provider_once.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { withRunning } from "./running_program.ts";
import { runningForThis } from "./same_login_as_running.ts";
import { jsonForm, lineForm, plainForm, type StatusForm, terminalForm, waybarForm } from "./status_form.ts";
import { printStatus, textByRunning, watchStatus } from "./status_watch.ts";
import type { Terminal } from "./terminal_text.ts";

export interface StatusOptions {
  readonly json?: boolean;
  readonly waybar?: boolean;
  readonly line?: boolean;
  /** A template. */
  readonly format?: string;
  readonly watch?: boolean;
}

export interface StatusParts extends CommandParts {
  /** Null = standard output is none. */
  readonly terminal: Terminal | null;
}

export async function status(
  parts: StatusParts,
  options: StatusOptions,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const problem = options.format === undefined ? null : templateProblem(options.format, parts.messages.bars);
  if (problem !== null) {
    parts.err(problem);
    return 2;
  }
  const form = formOf(parts, options);
  if (options.watch === true) return await watchStatus(parts, form, signal);
  const found = await runningForThis(parts);
  if (found.kind === "same-login") {
    const { running } = found;
    return await withRunning(parts, running, signal, async () => {
      const text = await textByRunning(parts, form, running);
      if (text === null) return 1;
      await printStatus(parts, form, text);
      return 0;
    });
  }
  const state = await askOnce(parts, { ask: "due", besideOther: found.kind === "other-login" });
  if (state === null) return 1;
  await printStatus(parts, form, form.byState(state, parts.host.now()));
  return 0;
}

function formOf({ messages, terminal }: StatusParts, options: StatusOptions): StatusForm {
  if (options.json === true) return jsonForm(messages);
  if (options.waybar === true) return waybarForm(messages);
  if (options.line === true || options.format !== undefined) {
    return lineForm(messages, options.format ?? null);
  }
  return terminal === null ? plainForm(messages) : terminalForm(messages, terminal);
}
