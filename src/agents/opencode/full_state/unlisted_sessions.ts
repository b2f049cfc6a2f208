/**
 * Looks up the sessions that matter and that no list has named: lists are cut at 100, and some are too long or come too late. The
 * same request finds out that a session is gone, which 1.18.33 may go on counting as at work.
 */
import type { Instance } from "../../../core/agents/opencode/instance.ts";
import type { StreamMessage } from "../../../core/agents/opencode/stream_message.ts";
import type { FullState } from "../../../core/agents/opencode/full_state.ts";
import { sessionsToLookUp } from "../../../core/agents/opencode/follow_up_requests.ts";
import { parseSession } from "../../../core/agents/opencode/wire/parse_responses.ts";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient } from "../opencode_client.ts";
import type { RequestPacer } from "../request_pacer.ts";
import { createSemaphore } from "../semaphore.ts";
import { minute, second } from "../../../core/time/units.ts";

/** Requests at a time. */
const AT_A_TIME = 2;
/** The pause after each, so that a server which makes sessions up costs little. */
const REST_MS = 25;
/** Sessions that are looked up or wait for it; the others are looked up after the next full state. */
const LOOKUPS_MAX = 40;
/** Before the second try, the third, ...; after the last it is left to the next full state. */
const PAUSES_MS = [5 * second, 15 * second, minute];
/** So many sessions that are gone are remembered, for the server may still speak of them; the oldest are forgotten. */
const GONE_MAX = 200;

export interface UnlistedSessionsParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly client: OpencodeClient;
  /** Shared by all servers. */
  readonly pacer: RequestPacer;
  /** Whether the server sends too much just now: nothing is looked up then, but after the full state that follows it. */
  isOverloaded(): boolean;
  /** The state that the events add up to; null = there is none any more. */
  currentInstance(): Instance | null;
  emit(message: StreamMessage): void;
}

export interface UnlistedSessions {
  /** Looks up all that are needed and not being looked up. */
  lookUpAll(): void;
  /** After a message of the stream, which may be of an unknown session, or say what became of one. */
  afterMessage(message: StreamMessage): void;
  /** The full state without sessions that are gone. */
  withoutGone(fullState: FullState): FullState;
  /** Looks nothing more up; resolves when no request is left. */
  end(): Promise<void>;
}

export function createUnlistedSessions(
  { host, client, pacer, isOverloaded, currentInstance, emit }: UnlistedSessionsParts,
): UnlistedSessions {
  const ended = new AbortController();
  const { signal } = ended;
  const lookups = new Map<string, Promise<void>>();
  const gone = new Set<string>();
  const semaphore = createSemaphore(AT_A_TIME);

  function isNeeded(id: string): boolean {
    const instance = currentInstance();
    return instance !== null && !isOverloaded() && sessionsToLookUp(instance, host.now()).includes(id);
  }

  async function lookUp(id: string): Promise<void> {
    for (const pauseMs of [...PAUSES_MS, null]) {
      const isDone = await semaphore.run(() =>
        pacer.run(async () => {
          if (signal.aborted || !isNeeded(id)) return true;
          const isDone = await tryOnce(id);
          await host.sleep(REST_MS, signal);
          return isDone;
        })
      );
      if (isDone || pauseMs === null) return;
      await host.sleep(pauseMs, signal);
    }
  }

  /** Whether there is a response that will stay the same. */
  async function tryOnce(id: string): Promise<boolean> {
    const result = await client.get(`/session/${encodeURIComponent(id)}`, { signal });
    const session = result.kind === "response" ? parseSession(result) : { kind: "unknown" as const };
    // What the stream has said meanwhile is newer.
    if (signal.aborted || !isNeeded(id)) return true;
    switch (session.kind) {
      case "known":
        if (session.value.id === id) emit({ type: "session", info: session.value, directory: "" });
        return true;
      case "gone":
        forget(id);
        emit({ type: "deleted", session: id, directory: "" });
        return true;
      case "absent":
      case "refused":
      case "malformed":
        return true;
      case "unknown":
        return false;
    }
  }

  function begin(id: string): void {
    if (signal.aborted || isOverloaded() || lookups.has(id) || gone.has(id) || lookups.size >= LOOKUPS_MAX) {
      return;
    }
    lookups.set(id, lookUp(id).finally(() => lookups.delete(id)));
  }

  function forget(id: string): void {
    gone.add(id);
    for (const oldest of gone) {
      if (gone.size <= GONE_MAX) break;
      gone.delete(oldest);
    }
  }

  /** For the session of one message: to check all of them would cost more than the message. */
  function beginUnlisted(id: string): void {
    if (currentInstance()?.sessions[id]?.isListed !== true) begin(id);
  }

  return {
    lookUpAll() {
      const instance = currentInstance();
      if (instance === null) return;
      for (const id of sessionsToLookUp(instance, host.now())) begin(id);
    },

    afterMessage(message) {
      switch (message.type) {
        case "status":
          if (message.status.kind !== "idle") beginUnlisted(message.session);
          return;
        case "permission-asked":
          return beginUnlisted(message.permission.session);
        case "question-asked":
          return beginUnlisted(message.question.session);
        case "session":
          gone.delete(message.info.id);
          return;
        case "deleted":
          return forget(message.session);
        case "permission-replied":
        case "question-closed":
        case "todos":
        case "tool":
        case "error":
        case "disposed":
          return;
      }
    },

    withoutGone(fullState) {
      const { sessions, statuses, permissions, questions } = fullState;
      if (sessions.kind === "known") { for (const { id } of sessions.value) gone.delete(id); }
      if (gone.size === 0) return fullState;
      const stays = ({ session }: { readonly session: string }) => !gone.has(session);
      return {
        ...fullState,
        statuses: statuses.kind !== "known" ? statuses : {
          ...statuses,
          value: Object.fromEntries(Object.entries(statuses.value).filter(([id]) => !gone.has(id))),
        },
        permissions: permissions.kind !== "known"
          ? permissions
          : { ...permissions, value: permissions.value.filter(stays) },
        questions: questions.kind !== "known"
          ? questions
          : { ...questions, value: questions.value.filter(stays) },
      };
    },

    async end() {
      ended.abort();
      await Promise.all(lookups.values());
    },
  };
}
