/** `status`: prints what the tray shows, for a person or for another bar. */
import * as z from "zod";
import { withoutMarkup } from "../core/text/shown_text.ts";
import type { SidecarMessages } from "../core/language/sidecar_messages.ts";
import { phaseKinds } from "../core/sidecars/phase_parts.ts";
import { sidecarLine } from "../core/sidecars/sidecar_line.ts";
import { type Snapshot, snapshot } from "../core/views/snapshot.ts";
import { type TrayView, trayView } from "../core/views/tray_view.ts";
import type { RpcClient } from "../server/rpc_client.ts";
import { askOnce } from "./ask_provider_once.ts";
import type { CommandParts, ExitStatus } from "./command.ts";
import { withRunning } from "./running_program.ts";
import { runningForThis } from "./same_login_as_running.ts";

export interface StatusOptions {
  readonly json?: boolean;
  readonly waybar?: boolean;
  readonly watch?: boolean;
}

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

/** What is printed, from the running program or from this process. */
interface Shown {
  readonly snapshot: unknown;
  readonly view: z.output<typeof shownView>;
}

const shownView = z.object({
  icon: z.object({ percent: z.number().nullable(), level: z.string().nullable(), condition: z.string() }),
  tooltip: z.object({ title: z.string(), body: z.string() }),
});

export async function status(
  parts: CommandParts,
  options: StatusOptions,
  signal: AbortSignal,
): Promise<ExitStatus> {
  const found = await runningForThis(parts);
  if (found.kind === "same-login") return await followRunning(parts, found.running, options, signal);
  const besideOther = found.kind === "other-login";
  if (options.watch === true) {
    parts.err(besideOther ? parts.words.otherLoginToWatch : parts.words.nothingToWatch);
    return 1;
  }
  const state = await askOnce(parts, { ask: "due", besideOther });
  if (state === null) return 1;
  const { host, messages } = parts;
  const view: TrayView = trayView(state, host.now(), { messages, demo: false });
  const now: Snapshot = snapshot(state, host.now(), messages);
  parts.out(rendered({ snapshot: now, view }, options, messages));
  return 0;
}

function followRunning(
  parts: CommandParts,
  running: RpcClient,
  options: StatusOptions,
  signal: AbortSignal,
): Promise<ExitStatus> {
  return withRunning(parts, running, signal, async () => {
    parts.out(rendered(await shownBy(running), options, parts.messages));
    if (options.watch !== true) return 0;
    for await (const event of running.events(signal)) {
      if (trayUpdate.safeParse(event).success) {
        await parts.outInTurn(rendered(await shownBy(running), options, parts.messages));
      }
    }
    if (signal.aborted) return 0;
    parts.err(parts.words.hasEnded);
    return 1;
  });
}

const trayUpdate = z.object({ type: z.literal("tray-update") });

async function shownBy(running: RpcClient): Promise<Shown> {
  const [now, view] = await Promise.all([running.call("status.get"), running.call("tray.get")]);
  return { snapshot: now, view: shownView.parse(view) };
}

function rendered(
  { snapshot: now, view }: Shown,
  { json, waybar }: StatusOptions,
  { sidecars }: { readonly sidecars: SidecarMessages },
): string {
  if (json === true) return JSON.stringify(now);
  const { icon, tooltip } = view;
  if (waybar !== true) {
    const lines = shownSidecars.parse(now).sidecars.map((sidecar) => sidecarLine(sidecar, sidecars));
    return [tooltip.title, ...tooltip.body.split("\n"), ...lines].join("\n  ");
  }
  return JSON.stringify({
    text: icon.percent === null ? "--" : `${icon.percent}%`,
    // Waybar reads it as markup, unless its own setting `escape` is on.
    tooltip: withoutMarkup(`${tooltip.title}\n${tooltip.body}`),
    class: [icon.level ?? "unknown", icon.condition],
    percentage: icon.percent ?? 0,
  });
}
