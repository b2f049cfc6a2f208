/** The forms in which `status` prints the state: what each asks the running program for, and what it makes of a state. */
import * as z from "zod";
import type { Messages } from "../core/language/messages.ts";
import type { SidecarMessages } from "../core/language/sidecar_messages.ts";
import type { State } from "../core/state.ts";
import { phaseKinds } from "../core/sidecars/phase_parts.ts";
import { sidecarLine } from "../core/sidecars/sidecar_line.ts";
import { escapedText } from "../core/text/shown_text.ts";
import { notRunningFacts } from "../core/views/bars/bar_facts.ts";
import { lineOf, lineOfState, waybarOfState } from "../core/views/bars/bar_text.ts";
import { waybarModule } from "../core/views/bars/waybar_module.ts";
import { snapshot } from "../core/views/snapshot.ts";
import { terminalStatus } from "../core/views/terminal/terminal_status.ts";
import { type TrayView, trayView } from "../core/views/tray_view.ts";
import { type RpcClient, RpcError } from "../server/rpc_client.ts";
import { type Terminal, terminalText } from "./terminal_text.ts";

/** Each gives what is printed, without the last line end. */
export interface StatusForm {
  /** It holds orders to the terminal, which are printed as they are. */
  readonly forTerminal?: Terminal;
  byRunning(running: Pick<RpcClient, "call">): Promise<string>;
  byState(state: State, now: number): string;
  /** While the program is waited for; null = that is told beside it. */
  whileNotRunning(now: number): string | null;
}

export function jsonForm(messages: Messages): StatusForm {
  return {
    byRunning: async (running) => JSON.stringify(await running.call("status.get")),
    byState: (state, now) => JSON.stringify(snapshot(state, now, messages)),
    whileNotRunning: () => null,
  };
}

export function waybarForm(messages: Messages): StatusForm {
  return {
    byRunning: async (running) => JSON.stringify(await running.call("status.waybar")),
    byState: (state, now) =>
      JSON.stringify(waybarOfState(state, now, messages, viewOf(state, now, messages).tooltip)),
    whileNotRunning: () =>
      JSON.stringify(waybarModule(notRunningFacts(messages), { title: messages.bars.notRunning, body: "" })),
  };
}

const line = z.object({ text: z.string() });

/** `template`: null = the usual line. It has been checked. */
export function lineForm(messages: Messages, template: string | null): StatusForm {
  return {
    byRunning: async (running) =>
      line.parse(await running.call("status.line", template === null ? {} : { template })).text,
    byState: (state, now) => lineOfState(state, now, messages, template) ?? "",
    whileNotRunning: (now) => lineOf(notRunningFacts(messages), now, messages, template) ?? "",
  };
}

const styledLines = z.object({
  lines: z.array(z.array(
    z.object({
      text: z.string(),
      style: z.enum(["green", "yellow", "orange", "red", "strong", "faint"]).optional().catch(undefined),
    }).transform(({ text, style }) => style === undefined ? { text } : { text, style }),
  )),
});

/** For a person at a terminal. */
export function terminalForm(messages: Messages, terminal: Terminal): StatusForm {
  return {
    forTerminal: terminal,
    async byRunning(running) {
      try {
        const answer = await running.call("status.terminal", { columns: terminal.columns() });
        return terminalText(styledLines.parse(answer).lines, terminal);
      } catch (error) {
        if (!(error instanceof RpcError)) throw error;
        // A running program of an older version. It knows what scripts read.
        return escapedText(await plainForm(messages).byRunning(running));
      }
    },
    byState(state, now) {
      const { title } = viewOf(state, now, messages).tooltip;
      const lines = terminalStatus(state, now, { messages, columns: terminal.columns(), title });
      return terminalText(lines, terminal);
    },
    whileNotRunning: () => null,
  };
}

const shownView = z.object({ tooltip: z.object({ title: z.string(), body: z.string() }) });

/** What the snapshot tells of sidecars. A running program of another version may not tell it. */
const shownSidecars = z.object({
  sidecars: z.array(z.object({
    name: z.string(),
    state: z.enum(phaseKinds),
    failureCount: z.int(),
    unhealthy_after: z.int(),
    uptime_seconds: z.int().nullable(),
    port: z.int().nullable(),
    restartCount: z.int(),
  })).catch([]),
});

/** For scripts, and where no terminal is: the tooltip, and the sidecars. */
export function plainForm(messages: Messages): StatusForm {
  return {
    async byRunning(running) {
      const [now, view] = await Promise.all([running.call("status.get"), running.call("tray.get")]);
      return plain(now, shownView.parse(view), messages);
    },
    byState: (state, now) => plain(snapshot(state, now, messages), viewOf(state, now, messages), messages),
    whileNotRunning: () => null,
  };
}

function plain(
  now: unknown,
  { tooltip }: z.output<typeof shownView>,
  { sidecars }: { readonly sidecars: SidecarMessages },
): string {
  const lines = shownSidecars.parse(now).sidecars.map((sidecar) => sidecarLine(sidecar, sidecars));
  return [tooltip.title, ...tooltip.body.split("\n"), ...lines].join("\n  ");
}

function viewOf(state: State, now: number, messages: Messages): TrayView {
  return trayView(state, now, { messages, demo: false });
}
