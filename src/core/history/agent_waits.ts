/**
 * The waits of agents, for the history: who waited, what for, how long, and how it was answered. No text of an agent is among it. A tool
 * that only seems to wait is none: nobody knows whether it did.
 */
import type { AgentAnswer } from "../agents/agent_action.ts";
import type { AgentProgram } from "../agents/program.ts";
import { lastKnownWaiting } from "../agents/still_waiting.ts";
import type { Waiting } from "../agents/waiting.ts";

/** How a wait ended. */
export type WaitAnswer =
  /** By this program: from its menu, a notification or over RPC. */
  | "allowed-once"
  | "allowed-always"
  | "rejected"
  | "answered"
  /** Without this program: in the agent's own terminal, or because the agent gave up. */
  | "elsewhere"
  /** The agent's program was gone. */
  | "gone";

export interface BegunWait {
  /** Names the wait over time and over all agents. */
  readonly key: string;
  /** Epoch ms. */
  readonly at: number;
  /** The id of the agent's source. */
  readonly agent: string;
  /** In which it works; "" = not known. */
  readonly directory: string;
  /** The kind of the wish, or "question". */
  readonly what: string;
}

export interface EndedWait {
  readonly key: string;
  /** Epoch ms. */
  readonly endedAt: number;
  readonly answer: WaitAnswer;
}

/** A wait as it is kept: without an end while it goes on, or where nobody saw its end. */
export interface AgentWait extends Omit<BegunWait, "key"> {
  readonly endedAt: number | null;
  readonly answer: WaitAnswer | null;
}

/** The waits that go on, by their keys: each with the key of its program. */
export type OpenWaits = ReadonlyMap<string, string>;

/** What began and what ended since `open`. `answers`: what was answered from here, by the keys of the waits. */
export function waitsAfter(
  open: OpenWaits,
  programs: readonly AgentProgram[],
  { answers, now }: { readonly answers: ReadonlyMap<string, WaitAnswer>; readonly now: number },
): { readonly open: OpenWaits; readonly begun: readonly BegunWait[]; readonly ended: readonly EndedWait[] } {
  const after = new Map<string, string>();
  const begun: BegunWait[] = [];
  for (const program of programs) {
    // While a program does not answer, what was last known of it goes on.
    if (!program.isFollowed) {
      for (const [key, its] of open) if (its === program.key) after.set(key, its);
      continue;
    }
    for (const waiting of lastKnownWaiting(program)) {
      const what = kindOf(waiting);
      if (what === null) continue;
      const key = waitKey(program.key, waiting.kind, waiting.id);
      after.set(key, program.key);
      if (open.has(key)) continue;
      const directory = program.sessions.get(waiting.session)?.directory ?? program.directory;
      begun.push({ key, at: Math.round(waiting.since), agent: program.source, directory, what });
    }
  }
  const there = new Set(programs.map(({ key }) => key));
  const ended = [...open].filter(([key]) => !after.has(key)).map(([key, program]): EndedWait => ({
    key,
    endedAt: Math.round(now),
    answer: answers.get(key) ?? (there.has(program) ? "elsewhere" : "gone"),
  }));
  return { open: after, begun, ended };
}

/** The wait that an action answers, and how. */
export function answerIn(action: AgentAnswer): { readonly key: string; readonly answer: WaitAnswer } {
  switch (action.kind) {
    case "answer-permission":
      return {
        key: waitKey(action.instance, "permission", action.permission),
        answer: permissionAnswers[action.reply],
      };
    case "answer-question":
      return { key: waitKey(action.instance, "question", action.question), answer: "answered" };
    case "reject-question":
      return { key: waitKey(action.instance, "question", action.question), answer: "rejected" };
  }
}

const permissionAnswers = { once: "allowed-once", always: "allowed-always", reject: "rejected" } as const;

function waitKey(program: string, kind: Waiting["kind"], id: string): string {
  return `${program} ${kind} ${id}`;
}

/** Null = nobody knows whether it waits. */
function kindOf(waiting: Waiting): string | null {
  switch (waiting.kind) {
    case "permission":
      return waiting.wish.kind;
    case "question":
      return "question";
    case "guess":
      return null;
  }
}
