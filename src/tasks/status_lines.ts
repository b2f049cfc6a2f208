/**
 * Answers the vendor's own program when it asks for its status line: takes the figures of the limits that it tells, which cost no
 * request, and gives the line. It is loaded by the first question.
 */
import { accountOfLogin } from "../core/signed_in.ts";
import type { Messages } from "../core/language/messages.ts";
import type { State } from "../core/state.ts";
import { readingForAccount } from "../core/usage/current_usage.ts";
import type { StatusLineInput } from "../core/usage/status_line_input.ts";
import { statusLine } from "../core/views/status_line_view.ts";
import type { Host } from "../host/host.ts";
import type { Provider } from "../providers/provider.ts";
import type { Store } from "./task.ts";

/** What is known of who asks, besides what it says. */
export interface StatusLineAsker {
  /** The folder of settings that the vendor's own program was started with; null = its usual one. */
  readonly folder: string | null;
  /** How wide its terminal is; null = not known. */
  readonly columns: number | null;
}

/** The line for a session. Never rejects, whatever the text is. */
export type StatusLines = (text: string, asker: StatusLineAsker) => Promise<string>;

export interface StatusLinesParts {
  readonly host: Pick<Host, "now">;
  readonly store: Store;
  readonly provider: Pick<Provider, "readStatusLine" | "loginIn">;
  readonly messages: () => Messages;
}

/** So many sessions are remembered. */
const maxSessions = 200;

export function createStatusLines({ host, store, provider, messages }: StatusLinesParts): StatusLines {
  /** How far each session was when it asked last; the one that asked last is the last. */
  const progress = new Map<string, string>();

  /** Whether the server has answered the session since it asked last. A session that is new here may have been idle for hours. */
  function hasGoneOn({ session, progress: now }: StatusLineInput): boolean {
    if (session === null) return false;
    const before = progress.get(session);
    progress.delete(session);
    progress.set(session, now);
    const [oldest] = progress.keys();
    if (progress.size > maxSessions && oldest !== undefined) progress.delete(oldest);
    return before !== undefined && before !== now;
  }

  return async (text, asker) => {
    const input = provider.readStatusLine(text);
    const login = await provider.loginIn(asker.folder);
    const isNew = hasGoneOn(input);
    const at = host.now();
    if (input.limits.length > 0) {
      store.dispatch({
        type: "status-line",
        login,
        figures: { limits: input.limits, at, isNew },
        now: at,
      });
    }
    const state: State = store.state();
    const account = accountOfLogin(state, login);
    const reading = account === null ? null : readingForAccount(state, account);
    return statusLine(state, input, { reading, now: at }, { messages: messages(), columns: asker.columns });
  };
}
