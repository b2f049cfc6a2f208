/** One process of a program that is kept running, from its start until all that it has started is gone. */
import { getLogger } from "@logtape/logtape";
import { ReasonError, reasonOf } from "../core/reason_error.ts";
import type { Host } from "../host/host.ts";
import type { ProgramRecord, StayingProgram } from "../host/staying_program.ts";
import { endProgram, forceGroup } from "./end_program.ts";
import type { Attempt, Seat } from "./supervised_program.ts";
import { watchProgram } from "./watch_program.ts";

const log = getLogger(["claudeminder", "sidecars"]);

/** How long the last words of a program may take after its end. A child of its own may keep its output open for ever. */
const lastWordsMs = 250;

export interface ChildParts<A extends Attempt> {
  readonly host: Pick<Host, "now" | "monotonic" | "sleep" | "programs">;
  readonly seat: Seat;
  /** For logs. */
  readonly name: string;
  /** The number of the start. */
  readonly run: number;
  readonly attempt: A;
}

export interface Child<A extends Attempt> {
  readonly run: number;
  readonly attempt: A;
  readonly record: ProgramRecord;
  /** Aborts when the process ends or is told to. */
  readonly ended: AbortSignal;
  /** Takes what it prints, and reports how it is, until it has ended and that was reported. Called once. */
  follow(): Promise<void>;
  /** Ends it. Resolves with the pids of those that are there even so: it may be called again. None = all are gone, and its end was reported. */
  end(): Promise<readonly number[]>;
  /** After all are gone. */
  release(): void;
}

/** Rejects with a `ReasonError`. */
export async function startChild<A extends Attempt>(parts: ChildParts<A>): Promise<Child<A>> {
  const { host, seat, name, run, attempt } = parts;
  const program = await started(parts);
  const { pid } = program.record;
  const startedAt = host.now();
  const over = new AbortController();
  log.info("{name} is started, process {pid}", { name, pid });
  const reported = Promise.withResolvers<void>();
  let hasEnded = false;
  let isStuck = false;

  async function seeEnd(output: Promise<void>): Promise<void> {
    const { code, signal } = await program.ended;
    hasEnded = true;
    over.abort();
    const heard = new AbortController();
    await Promise.race([output, host.sleep(lastWordsMs, heard.signal)]);
    heard.abort();
    log.info("{name}, process {pid}, has ended: {how}", { name, pid, how: code ?? signal });
    const end = code === null ? { code, signal } : { code, signal: null };
    seat.dispatch({ kind: "exited", run, end, lastLines: attempt.lastLines() });
    reported.resolve();
  }

  return {
    ...{ run, attempt, record: program.record, ended: over.signal },
    async follow() {
      const output = attempt.takeOutput(program);
      seat.dispatch({ kind: "spawned", run, process: { pid, startedAt, ...attempt.place } });
      const process = { pid, startedAt };
      await Promise.all([
        seeEnd(output),
        watchProgram({ host, seat, run, attempt, process, signal: over.signal }),
      ]);
    },
    async end() {
      over.abort();
      const left = isStuck
        ? await forceGroup(host, program)
        : await endProgram(host, program, hasEnded ? null : attempt.askToEnd, attempt.askedMs);
      if (left.length > 0 && !isStuck) {
        log.error("{name} cannot be ended: {pids}", { name, pids: left.join(", ") });
      }
      isStuck = left.length > 0;
      if (!isStuck) await reported.promise;
      return left;
    },
    release() {
      program.release();
      attempt.close();
    },
  };
}

async function started({ host, attempt }: ChildParts<Attempt>): Promise<StayingProgram> {
  try {
    return await host.programs.start(attempt.command);
  } catch (error) {
    const { program } = attempt.command;
    throw new ReasonError(
      error instanceof Error && error.name === "NotFound"
        ? { about: "sidecar", kind: "program-missing", program }
        : { about: "sidecar", kind: "not-started", program, why: reasonOf(error) },
    );
  }
}
