/** One program in the menu: how many of its sessions do what, and what is wrong with it. */
import type { MenuEntry } from "../menu_entry.ts";
import { countsLine, countsOf, isKnownIdle } from "./agent_counts.ts";
import { info, label, programEntryId } from "./menu_line.ts";
import type { AgentProgram } from "./program.ts";
import { type AgentWords, sessionEntries } from "./session_menu.ts";
import { shownSessions } from "./shown_sessions.ts";
import { stillWaiting } from "./still_waiting.ts";

/** `max`: how many of its sessions are shown. */
export function programEntry(
  program: AgentProgram,
  { name, max, now, words }: {
    readonly name: string;
    readonly max: number;
    readonly now: number;
    readonly words: AgentWords;
  },
): MenuEntry {
  const id = programEntryId(program);
  const { agents } = words;
  const only = (state: string, hint: string | null = null): MenuEntry => ({
    kind: "submenu",
    id,
    label: label(`${name} · ${state}`),
    entries: [info(`${id}:about`, hint ?? about(program))],
  });
  switch (program.reach.kind) {
    case "starting":
      return only(agents.starting);
    case "locked":
      return only(agents.locked, agents.lockedHint);
    case "not-answering":
      return only(agents.notAnswering(words.clock(program.reach.since, now)));
    case "connected":
    case "polled": {
      if (!program.isFollowed) return only(agents.starting);
      const state = countsLine(countsOf(program), agents);
      const waits = new Set(stillWaiting(program).map(({ session }) => session));
      const shown = shownSessions(program);
      const more = Math.max(0, shown.length - max) + program.leftOut.sessions;
      const entries = [
        ...shown.slice(0, max).flatMap((one) =>
          sessionEntries(program, one, waits.has(one.session.id), now, words)
        ),
        ...(more === 0 ? [] : [info(`${id}:more`, agents.more(more))]),
      ];
      return {
        kind: "submenu",
        id,
        label: label(
          [name, ...(state.length === 0 && isKnownIdle(program, now) ? [agents.idle] : state)].join(" · "),
        ),
        entries: entries.length > 0 ? entries : [info(`${id}:about`, about(program))],
      };
    }
  }
}

function about({ product, version, address }: AgentProgram): string {
  return [product, version, address].filter((part) => part !== "").join(" ");
}
