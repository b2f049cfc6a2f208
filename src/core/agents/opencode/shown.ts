/** Which instances and sessions are worth showing, which of them wait for the user, and what they are called. */
import type { Instance } from "./instance.ts";
import type { Permission, Question } from "./permissions_and_questions.ts";
import type { RunningTool, Session, SessionInfo, SessionStatus } from "./session.ts";
import { covers, LATELY_MS } from "./session_changes.ts";
import { lastPart, oneLine } from "../../text/excerpt.ts";

/** An instance that does not answer is shown as it was for this long. */
const SILENT_MS = 5000;
/** Where a server does not tell of permissions, a tool that runs for longer than this is taken to wait for one. */
const GUESS_MS = 5000;
/** Of a project's name, in characters. */
const NAME_MAX = 40;

/** Whether what is known of its sessions may be taken as true at `now`. */
export function isFollowed(instance: Instance, now: number): boolean {
  const { reach, picturedAt } = instance;
  switch (reach.kind) {
    case "starting":
    case "locked":
      return false;
    case "connected":
    case "polled":
      return picturedAt !== null;
    case "not-answering":
      return picturedAt !== null && now - reach.since < SILENT_MS;
  }
}

/** As it may be said of a session. `unknown`: nobody was told that it works, but neither that it does not. */
export type ShownStatus = SessionStatus | { readonly kind: "unknown" };

export function statusOf({ answeredFor }: Instance, { status, lastRun, ranIn }: Session): ShownStatus {
  switch (status.kind) {
    case "busy":
    case "retry":
      return status;
    case "idle": {
      // One that was seen to work has been told to have ended.
      const isTold = lastRun !== null || answeredFor.some((directory) => covers(directory, ranIn));
      return isTold ? status : { kind: "unknown" };
    }
  }
}

/** Whether all of its sessions are idle, as far as they were touched lately: at `now`, epoch ms. */
export function isKnownIdle(instance: Instance, now: number): boolean {
  return Object.values(instance.sessions).every((session) => {
    switch (statusOf(instance, session).kind) {
      case "idle":
        return true;
      case "busy":
      case "retry":
        return false;
      case "unknown":
        return now - session.info.updatedAt >= LATELY_MS;
    }
  });
}

export interface ShownSession {
  readonly session: Session;
  /** Of subagents that are shown under their parent; 0 = none. */
  readonly depth: number;
}

/**
 * All that are not idle or for which something waits, and the last active one that has no parent and is not archived, of those
 * that are known to be idle if there is any: the newest first, subagents under their parents.
 */
export function shownSessions(instance: Instance): readonly ShownSession[] {
  const all = Object.values(instance.sessions);
  const shown = new Map<string, Session>();
  let last: Session | null = null, lastTold: Session | null = null;
  for (const session of all) {
    const { info, status } = session;
    if (status.kind !== "idle") shown.set(info.id, session);
    if (info.parent !== null || info.archivedAt !== null) continue;
    if (last === null || info.updatedAt > last.info.updatedAt) last = session;
    const isTold = statusOf(instance, session).kind !== "unknown";
    if (isTold && (lastTold === null || info.updatedAt > lastTold.info.updatedAt)) lastTold = session;
  }
  const quiet = lastTold ?? last;
  if (quiet !== null) shown.set(quiet.info.id, quiet);
  for (const request of [...Object.values(instance.permissions), ...Object.values(instance.questions)]) {
    const session = instance.sessions[request.session];
    if (session !== undefined && !isPutAway(instance, session)) shown.set(session.info.id, session);
  }
  const parentOf = ({ info }: Session) => info.parent !== null && shown.has(info.parent) ? info.parent : null;
  const under = Map.groupBy([...shown.values()].sort(newestFirst), parentOf);
  const seen = new Set<string>();
  const ordered: ShownSession[] = [];
  // The next one is the last: a session's subagents go before those that come after it. No recursion: a chain has any length.
  const next: ShownSession[] = [];
  const line = (parent: string | null, depth: number) => {
    for (const session of (under.get(parent) ?? []).toReversed()) next.push({ session, depth });
  };
  line(null, 0);
  for (let one = next.pop(); one !== undefined; one = next.pop()) {
    const { id } = one.session.info;
    if (seen.has(id)) continue;
    seen.add(id);
    ordered.push(one);
    line(id, one.depth + 1);
  }
  // Those that name each other as parent stand under none.
  const lost = [...shown.values()].filter(({ info }) => !seen.has(info.id));
  return [...ordered, ...lost.map((session) => ({ session, depth: 0 }))];
}

function newestFirst(a: Session, b: Session): number {
  return b.info.createdAt - a.info.createdAt || (a.info.id < b.info.id ? -1 : 1);
}

/** What waits for the user. `session` is null where the server has not listed it. */
export type Waiting =
  | { readonly kind: "permission"; readonly session: Session | null; readonly permission: Permission }
  | { readonly kind: "question"; readonly session: Session | null; readonly question: Question }
  /** A tool that runs for so long that it must be waiting for a permission, of which the server does not tell. */
  | { readonly kind: "guess"; readonly session: Session; readonly tool: RunningTool };

/** Everything of an instance that waits for the user at `now`, the longest first. */
export function waitingIn(instance: Instance, now: number): readonly Waiting[] {
  return isFollowed(instance, now) ? lastKnownWaiting(instance, now) : [];
}

/** The same as it was last known: a server that does not answer just now has not taken anything back. */
export function lastKnownWaiting(instance: Instance, now: number): readonly Waiting[] {
  const session = (id: string) => instance.sessions[id] ?? null;
  const waiting: Waiting[] = [
    ...Object.values(instance.permissions).map((permission) => ({
      kind: "permission" as const,
      session: session(permission.session),
      permission,
    })),
    ...Object.values(instance.questions).map((question) => ({
      kind: "question" as const,
      session: session(question.session),
      question,
    })),
    ...guessesIn(instance, now),
  ];
  return waiting.filter(({ session }) => session === null || !isPutAway(instance, session))
    .sort((a, b) => waitsSince(a) - waitsSince(b));
}

/** Archived, or the subagent of one that is: who does that wants to hear of it no more. */
function isPutAway({ sessions }: Instance, session: Session): boolean {
  const passed = new Set<string>();
  for (let here: Session | undefined = session; here !== undefined && !passed.has(here.info.id);) {
    const { id, parent, archivedAt }: SessionInfo = here.info;
    if (archivedAt !== null) return true;
    passed.add(id);
    here = parent === null ? undefined : sessions[parent];
  }
  return false;
}

/** Epoch ms. */
export function waitsSince(waiting: Waiting): number {
  switch (waiting.kind) {
    case "permission":
      return waiting.permission.askedAt;
    case "question":
      return waiting.question.askedAt;
    case "guess":
      return waiting.tool.startedAt;
  }
}

export function waitingSession(waiting: Waiting): string {
  switch (waiting.kind) {
    case "permission":
      return waiting.permission.session;
    case "question":
      return waiting.question.session;
    case "guess":
      return waiting.session.info.id;
  }
}

/** When the running tools that may wait for a permission unseen are taken to do so: epoch ms, in the future of `now`. */
export function guessesAfter(instance: Instance, now: number): readonly number[] {
  return possibleGuesses(instance).map(({ tool }) => tool.startedAt + GUESS_MS + 1).filter((at) => at > now);
}

function guessesIn(instance: Instance, now: number): readonly Waiting[] {
  return possibleGuesses(instance).filter(({ tool }) => now - tool.startedAt > GUESS_MS);
}

function possibleGuesses(instance: Instance) {
  if (Object.keys(instance.guessBefore).length === 0) return [];
  const told = new Set(Object.values(instance.permissions).map((permission) => permission.session));
  const guesses: (Waiting & { readonly kind: "guess" })[] = [];
  for (const session of Object.values(instance.sessions)) {
    const before = instance.guessBefore[session.ranIn] ?? instance.guessBefore[""] ?? 0;
    if (told.has(session.info.id)) continue;
    const tool = Object.values(session.tools).find(({ name, startedAt }) =>
      name !== "task" && startedAt < before
    );
    if (tool !== undefined) guesses.push({ kind: "guess", session, tool });
  }
  return guesses;
}

/** What its user knows a session by: its project's folder. */
export function projectOf(instance: Instance, session: Session | null): string {
  return folderName(session?.info.directory || instance.directory);
}

/** By key: the folder in which each instance works, with its port where two have the same. */
export function instanceNames(instances: readonly Instance[]): ReadonlyMap<string, string> {
  const named = instances.map((instance) => ({ instance, name: nameOf(instance) }));
  const counts = Map.groupBy(named, ({ name }) => name);
  return new Map(named.map(({ instance, name }) => [
    instance.key,
    (counts.get(name)?.length ?? 0) > 1 ? `${name} ${addressOf(instance)}` : name,
  ]));
}

/** ":4096", or "192.168.1.7:4096" where it is not 127.0.0.1 or [::1]. */
export function addressOf({ host = "", port }: Pick<Instance, "host" | "port">): string {
  return `${host}:${port}`;
}

function nameOf(instance: Instance): string {
  const directories = new Set(shownSessions(instance).map(({ session }) => session.info.directory));
  const [only = ""] = directories.size === 1 ? directories : [];
  return folderName(only || instance.directory);
}

/** A long name must not take the room of what stands behind it. */
function folderName(path: string): string {
  return oneLine(lastPart(path), NAME_MAX) || "OpenCode";
}
