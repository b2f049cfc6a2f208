/**
 * Asks for the sessions that matter and that no list has named: lists are cut at 100, and some are too long or come too late. A
 * session that is no more, though 1.18.33 goes on counting it as at work, is found out by the same question.
 */
import type { Instance } from "../../../core/agents/opencode/instance.ts";
import type { Message } from "../../../core/agents/opencode/stream_message.ts";
import type { Picture } from "../../../core/agents/opencode/full_state.ts";
import { namelessSessions } from "../../../core/agents/opencode/follow_up_requests.ts";
import { parseSession } from "../../../core/agents/opencode/wire/parse_responses.ts";
import type { Host } from "../../../host/host.ts";
import type { OpencodeClient } from "../opencode_client.ts";
import type { Gate } from "../request_pacer.ts";
import { createTurns } from "../semaphore.ts";
import { minute, second } from "../../../core/time/units.ts";

/** Questions at a time. */
const AT_A_TIME = 2;
/** After each, so that a server which makes sessions up costs little. */
const restMs = 25;
/** Sessions that are asked for or wait for it; the others are asked for after the next picture. */
const ASKING_MAX = 40;
/** Before the second try, the third, ...; then the next picture asks. */
const pausesMs = [5 * second, 15 * second, minute];
/** Sessions that are no more and that the server may still speak of; the oldest of them are forgotten. */
const GONE_MAX = 200;

export interface NamesParts {
  readonly host: Pick<Host, "now" | "sleep">;
  readonly client: OpencodeClient;
  /** Shared by all servers. */
  readonly gate: Gate;
  /** Whether the server sends too much just now: nothing is asked then, and what is left after it is in the next picture. */
  isTooMuch(): boolean;
  /** The state as it stands; null = the instance is not known any more. */
  known(): Instance | null;
  tell(message: Message): void;
}

export interface Names {
  /** Asks for all that are needed and not being asked for. */
  ask(): void;
  /** After a message of the stream, which may be of a session that nobody knows, or tell what became of one. */
  heard(message: Message): void;
  /** A picture without sessions that are no more. */
  withoutGone(picture: Picture): Picture;
  /** Asks no more; resolves when nothing is being asked. */
  end(): Promise<void>;
}

export function createNames({ host, client, gate, isTooMuch, known, tell }: NamesParts): Names {
  const over = new AbortController();
  const { signal } = over;
  const asking = new Map<string, Promise<void>>();
  const gone = new Set<string>();
  const turns = createTurns(AT_A_TIME);

  function needed(id: string): boolean {
    const instance = known();
    return instance !== null && !isTooMuch() && namelessSessions(instance, host.now()).includes(id);
  }

  async function askFor(id: string): Promise<void> {
    for (const pauseMs of [...pausesMs, null]) {
      const isDone = await turns.take(() =>
        gate.pass(async () => {
          if (signal.aborted || !needed(id)) return true;
          const isDone = await tryFor(id);
          await host.sleep(restMs, signal);
          return isDone;
        })
      );
      if (isDone || pauseMs === null) return;
      await host.sleep(pauseMs, signal);
    }
  }

  /** Whether there is an answer that will stay the same. */
  async function tryFor(id: string): Promise<boolean> {
    const answer = await client.get(`/session/${encodeURIComponent(id)}`, { signal });
    const part = answer.kind === "answer" ? parseSession(answer) : { kind: "unknown" as const };
    // What the stream has told meanwhile is newer.
    if (signal.aborted || !needed(id)) return true;
    switch (part.kind) {
      case "known":
        if (part.value.id === id) tell({ type: "session", info: part.value, directory: "" });
        return true;
      case "gone":
        forget(id);
        tell({ type: "deleted", session: id, directory: "" });
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
    if (signal.aborted || isTooMuch() || asking.has(id) || gone.has(id) || asking.size >= ASKING_MAX) return;
    asking.set(id, askFor(id).finally(() => asking.delete(id)));
  }

  function forget(id: string): void {
    gone.add(id);
    for (const oldest of gone) {
      if (gone.size <= GONE_MAX) break;
      gone.delete(oldest);
    }
  }

  /** At most that of one message: a look at all would cost more than the message. */
  function beginFor(id: string): void {
    if (known()?.sessions[id]?.isListed !== true) begin(id);
  }

  return {
    ask() {
      const instance = known();
      if (instance === null) return;
      for (const id of namelessSessions(instance, host.now())) begin(id);
    },

    heard(message) {
      switch (message.type) {
        case "status":
          if (message.status.kind !== "idle") beginFor(message.session);
          return;
        case "permission-asked":
          return beginFor(message.permission.session);
        case "question-asked":
          return beginFor(message.question.session);
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

    withoutGone(picture) {
      const { sessions, statuses, permissions, questions } = picture;
      if (sessions.kind === "known") { for (const { id } of sessions.value) gone.delete(id); }
      if (gone.size === 0) return picture;
      const stays = ({ session }: { readonly session: string }) => !gone.has(session);
      return {
        ...picture,
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
      over.abort();
      await Promise.all(asking.values());
    },
  };
}
