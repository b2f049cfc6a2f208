/** What the program sees of the history, and what keeping it needs: no more than types, so that neither has to be loaded for the other. */
import type { AgentAction, AgentAnswer } from "../core/agents/agent_action.ts";
import type { Telling } from "../core/alerts/told.ts";
import type { HistoryAnswer, HistoryQuery } from "../core/history/history_query.ts";
import type { HistoryRows } from "../core/history/history_rows.ts";
import type { LimitRow, LimitRows } from "../core/history/limit_row.ts";
import type { Reason } from "../core/reason.ts";
import type { Reading } from "../core/usage/reading.ts";
import type { Host } from "../host/host.ts";
import type { Store, Task } from "./task.ts";

/** Something that the history may keep. */
export type Happening =
  | { readonly kind: "reading"; readonly reading: Reading }
  | { readonly kind: "told"; readonly told: readonly Telling[]; readonly at: number }
  /** An agent may have begun or ended to wait. */
  | { readonly kind: "agents" }
  /** An answer is on its way to an agent; `isGiven`: false = it has not reached it. */
  | { readonly kind: "answer"; readonly action: AgentAnswer; readonly isGiven: boolean };

export interface History {
  readonly run: Task;
  /** Passes an action on to an agent, as `pass` does, and notes which answer it is. */
  noted(action: AgentAction, pass: (action: AgentAction) => Promise<void>): Promise<void>;
  /** Rejects with a `ReasonError` where the history is off or cannot be read. */
  read(query: HistoryQuery): Promise<HistoryAnswer>;
  /** One limit by the quarter of an hour; as `read()`. */
  samples(
    account: string,
    limit: string,
    span: { readonly from: number; readonly to: number },
  ): Promise<readonly LimitRow[]>;
}

/** An open history, as `storage/history/` gives it. */
export interface OpenHistory {
  lastRows(): readonly LimitRows[];
  samples(
    account: string,
    limit: string,
    span: { readonly from: number; readonly to: number },
  ): readonly LimitRow[];
  read(query: HistoryQuery, now: number): HistoryAnswer;
  add(rows: HistoryRows): void;
  thin(now: number): void;
  close(): void;
}

export interface HistoryKeeperParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly store: Store;
  /** Names the file, for remarks. */
  readonly file: string;
  /**
   * Opens it. A damaged one, and with `anew` whatever there is, is set aside, which is a problem to tell. Rejects when it cannot be
   * written.
   */
  readonly open: (
    how: { readonly anew: boolean },
  ) => Promise<{ readonly history: OpenHistory; readonly problem: Reason | null }>;
  /** Whether an error says that the file is damaged. */
  readonly isDamaged: (error: unknown) => Promise<boolean>;
}

export interface HistoryKeeper {
  /** Null = all is written; else in how many ms to try again. Never rejects. */
  write(happened: readonly Happening[]): Promise<number | null>;
  /** Rejects with a `ReasonError`. */
  read<T>(work: (history: OpenHistory) => T): Promise<T>;
  close(): Promise<void>;
}
