/** The sidecars in the tray menu: a submenu for each, with what is wrong with it and what can be done. */
import type { SidecarMessages } from "../language/sidecar_messages.ts";
import type { MenuEntry } from "../menu_entry.ts";
import { firstLine, firstLines, oneLine } from "../text/excerpt.ts";
import { linesOf } from "../text/text_width.ts";
import { menuAgentLineMax } from "../text/tooltip_and_menu_lengths.ts";
import { uptimeShownAt } from "./shown_uptime.ts";
import type { SidecarAction } from "./sidecar_action.ts";
import { reasonIn } from "./phase_parts.ts";
import { sidecarStatus } from "./sidecar_json.ts";
import { sidecarLine } from "./sidecar_line.ts";
import type { Sidecar } from "./sidecar_state.ts";
import type { SidecarWords } from "./sidecar_words.ts";
import { isRemoved } from "./sidecars.ts";

/** How many have a submenu of their own in the menu; the others are in one together. */
const topMax = 5;
/** Lines of the reason, and lines that a failed one has printed last. */
const reasonLinesMax = 2, printedLinesMax = 3;

/** Empty if there is no sidecar. Those that are not well come before the others where not all have a place. */
export function sidecarEntries(
  sidecars: readonly Sidecar[],
  now: number,
  words: SidecarWords,
): readonly MenuEntry[] {
  const submenus = (shown: readonly Sidecar[]) =>
    shown.map((sidecar) => submenu(sidecar, uptimeShownAt(now), words));
  if (sidecars.length <= topMax) return submenus(sidecars);
  const first = new Set(
    sidecars.toSorted((one, other) => Number(isUnwell(other)) - Number(isUnwell(one))).slice(0, topMax),
  );
  const [top, others] = [true, false].map((isFirst) =>
    sidecars.filter((sidecar) => first.has(sidecar) === isFirst)
  );
  return [
    ...submenus(top ?? []),
    {
      kind: "submenu",
      id: "more-sidecars",
      label: words.sidecars.more(sidecars.length - topMax),
      entries: submenus(others ?? []),
    },
  ];
}

function isUnwell({ phase }: Sidecar): boolean {
  return reasonIn(phase) !== null;
}

/** What it can be told comes first, so that nothing moves below the pointer when it is not well. */
function submenu(sidecar: Sidecar, now: number, words: SidecarWords): MenuEntry {
  const id = `sidecar:${sidecar.name}`;
  const about = aboutLines(sidecar, words).map((label, index): MenuEntry => ({
    kind: "item",
    id: `${id}:about:${index}`,
    label,
    action: null,
  }));
  return {
    kind: "submenu",
    id,
    label: sidecarLine(sidecarStatus(sidecar, { now, messages: words }), words.sidecars),
    entries: [
      ...choices(sidecar, words.sidecars).map(([kind, label]): MenuEntry => ({
        kind: "item",
        id: `${id}:${kind}`,
        label,
        action: { kind, name: sidecar.name },
      })),
      ...(about.length === 0 ? [] : [{ kind: "separator", id: `${id}:before-about` } as const]),
      ...about,
    ],
  };
}

/** Why it is not well, and what it has printed last. */
function aboutLines({ phase }: Sidecar, words: SidecarWords): readonly string[] {
  const why = reasonIn(phase);
  if (why === null) return [];
  const printed = phase.kind === "failed"
    ? phase.lastLines.map((line) => firstLine(line, menuAgentLineMax)).filter((line) => line !== "")
    : [];
  return [
    ...firstLines(linesOf(oneLine(words.reason(why), Infinity), menuAgentLineMax), reasonLinesMax),
    ...printed.slice(-printedLinesMax),
  ];
}

/** Starting one that runs and stopping one that does not are not offered. */
function choices(
  sidecar: Sidecar,
  { start, stop, restart, openLog }: SidecarMessages,
): readonly (readonly [SidecarAction["kind"], string])[] {
  const log = ["open-sidecar-log", openLog] as const;
  const { phase } = sidecar;
  switch (phase.kind) {
    case "idle":
    case "stopped":
    case "failed":
      return [["start-sidecar", start], log];
    case "starting":
    case "healthy":
    case "unhealthy":
    case "restarting":
      return [["stop-sidecar", stop], ["restart-sidecar", restart], log];
    case "stopping":
      if (isRemoved(sidecar)) return [log];
      return [phase.next.kind === "stopped" ? ["start-sidecar", start] : ["stop-sidecar", stop], log];
  }
}
