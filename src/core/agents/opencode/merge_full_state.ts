/**
 * Merges a full state into the state of an instance. The newest word about each thing holds: what the stream has said of a session,
 * a tool, a permission or a question since the full state was requested is newer than the full state, which may be of any moment
 * between request and response. Everything else is as in the full state. A message that the server sent before it responded, and
 * that is still to come, then corrects what is left.
 */
import { type LeftOut, nothingLeftOut } from "../program.ts";
import type { Fetched, FullState } from "./full_state.ts";
import type { Instance } from "./instance.ts";
import { overRequests, requestsAfter } from "./merge_requests.ts";
import { sessionsAfter } from "./merge_sessions.ts";
import { messagesSince } from "./messages_since.ts";
import { keptSessions, PERMISSIONS_MAX, QUESTIONS_MAX } from "./kept_maximums.ts";
import { coversDirectory } from "./session_changes.ts";

/** `number`: of the `full-state-requested`; `now`: epoch ms. */
export function withFullState(
  instance: Instance,
  number: number,
  fullState: FullState,
  now: number,
): Instance {
  // It was given up: there were more messages since than are remembered.
  if (instance.pendingFullStates[number] === undefined) return instance;
  const { directory } = fullState;
  const since = messagesSince(instance, number, directory);
  const { [number]: _, ...pendingFullStates } = instance.pendingFullStates;
  const before: Instance = {
    ...instance,
    pendingFullStates,
    recentMessages: Object.keys(pendingFullStates).length === 0 ? null : instance.recentMessages,
    directory: instance.directory === "" ? directory : instance.directory,
  };
  const isAnswered = fullState.sessions.kind === "known" || fullState.statuses.kind === "known";
  const all = sessionsAfter(before, fullState, since, now);
  const circumstances = { directory, since, now, over: overRequests(all, fullState, since) };
  const permissions = requestsAfter(
    before.permissions,
    fullState.permissions,
    PERMISSIONS_MAX,
    circumstances,
  );
  const questions = requestsAfter(before.questions, fullState.questions, QUESTIONS_MAX, circumstances);
  const requests = { permissions: permissions.kept, questions: questions.kept };
  const sessions = keptSessions(all, requests);
  return {
    ...before,
    ...requests,
    fullStateAt: instance.fullStateAt ?? (isAnswered ? now : null),
    answeredFor: answeredForAfter(instance, fullState),
    sessions: sessions.kept,
    guessBefore: guessBeforeAfter(before, fullState, now),
    leftOut: leftOutAfter(before, directory, {
      sessions: moreIn(fullState.statuses, sessions.leftOut),
      permissions: moreIn(fullState.permissions, permissions.leftOut),
      questions: moreIn(fullState.questions, questions.leftOut),
    }),
  };
}

function answeredForAfter(
  { answeredFor }: Instance,
  { directory, statuses }: FullState,
): readonly string[] {
  return statuses.kind !== "known" || answeredFor.includes(directory)
    ? answeredFor
    : [...answeredFor, directory];
}

/** How many a full state names that are not kept; null = it does not say. */
function moreIn(fetched: Fetched<unknown>, leftOut: number): number | null {
  return fetched.kind === "known" ? leftOut + (fetched.more ?? 0) : null;
}

function leftOutAfter(
  { leftOut }: Instance,
  directory: string,
  counted: Readonly<Record<keyof LeftOut, number | null>>,
): Instance["leftOut"] {
  const before = leftOut.get(directory) ?? nothingLeftOut;
  const after = {
    sessions: counted.sessions ?? before.sessions,
    permissions: counted.permissions ?? before.permissions,
    questions: counted.questions ?? before.questions,
  };
  const others = [...leftOut].filter(([where]) => !coversDirectory(directory, where));
  const isNone = after.sessions + after.permissions + after.questions === 0;
  return new Map(isNone ? others : [...others, [directory, after]]);
}

function guessBeforeAfter(instance: Instance, fullState: FullState, now: number): Instance["guessBefore"] {
  const { guessBefore, reach } = instance;
  const { directory } = fullState;
  switch (fullState.permissions.kind) {
    case "unknown":
      return guessBefore;
    case "known": {
      const { [directory]: _, ...others } = guessBefore;
      return others;
    }
    case "absent":
      return { ...guessBefore, [directory]: reach.kind === "connected" ? reach.since : Infinity };
    case "refused":
      // The stream has named every permission that was asked after it was opened.
      return { ...guessBefore, [directory]: reach.kind === "connected" ? reach.since : now };
  }
}
