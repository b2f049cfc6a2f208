/**
 * A supervisor on a clock that the test drives, over a state of its own. Its program is in memory: the test says when it is ready, how
 * it is, and how it takes the wish that it ends.
 */
import { ReasonError } from "../../src/core/reason_error.ts";
import { supervisedAfter } from "../../src/core/sidecars/sidecar_machine.ts";
import type {
  SidecarEvent,
  SidecarPhase,
  Supervised,
  SupervisionRules,
} from "../../src/core/sidecars/sidecar_state.ts";
import { second } from "../../src/core/time/units.ts";
import type { MemoryProgram } from "../../src/host/programs/memory_programs.ts";
import type { StayingProgram, StayingPrograms } from "../../src/host/staying_program.ts";
import type { Attempt, Seat } from "../../src/sidecars/supervised_program.ts";
import { createSupervisor, type Supervisor } from "../../src/sidecars/supervisor.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";

export interface SupervisorStage extends Pick<FakeHost, "advance" | "jump" | "settle" | "started"> {
  readonly supervisor: Supervisor<Attempt>;
  /** What was reported, in order. */
  readonly events: readonly SidecarEvent[];
  /** The program that was started last. */
  last(): MemoryProgram;
  phase(): SidecarPhase;
  supervised(): Supervised;
  /** Something happens: a person wants it started, ... */
  send(event: SidecarEvent): Promise<void>;
  /** It is wanted no longer. */
  remove(): Promise<void>;
  /** The program itself ends. */
  crash(): Promise<void>;
  /** Ends this program as at its own end. */
  end(): Promise<void>;
  /** How the program is, and what it does when it is asked to end; the test changes it. */
  readonly play: Play;
}

export interface Play {
  /** Whether it becomes well after its start. */
  isReady: boolean;
  isWell: boolean;
  /** Whether a check takes until its end, as when the machine is suspended meanwhile. */
  isSlow: boolean;
  /** Ends it when it is asked to. */
  obeysWish: boolean;
  /** Where it says that it is reached. */
  port: number;
  /** Why it cannot be started; null = it can. */
  trouble: ReasonError | null;
  /** Those of it that nothing can end. */
  unending: readonly number[];
  asked: number;
}

const noon = Date.parse("2026-07-01T12:00:00Z");

export const rules: SupervisionRules = {
  autoRestart: true,
  restartDelayMs: second,
  startLimitMs: 10 * second,
  unhealthyAfter: 3,
  maxRestarts: 5,
};

/** Has `work` done with a supervisor that runs; nothing was started yet. */
export async function supervised(
  work: (stage: SupervisorStage) => Promise<void>,
  { start = {}, rules: other = {} }: {
    readonly start?: Partial<Play>;
    readonly rules?: Partial<SupervisionRules>;
  } = {},
): Promise<void> {
  const fake = fakeHost(noon);
  const play: Play = {
    ...{
      isReady: true,
      isWell: true,
      isSlow: false,
      obeysWish: false,
      port: 8765,
      trouble: null,
      unending: [],
      asked: 0,
    },
    ...start,
  };
  const seat = seatWith({ ...rules, ...other }, fake);
  const { host } = fake;
  const supervisor = createSupervisor({
    host: { ...host, programs: withUnending(host.programs, play) },
    seat,
    program: {
      name: "tested",
      prepare() {
        if (play.trouble !== null) return Promise.reject(play.trouble);
        return Promise.resolve(attemptOf(play, fake));
      },
    },
    records: { add: () => {}, remove: () => {} },
  });
  const ended = new AbortController();
  const running = supervisor.run(ended.signal);
  await fake.settle();
  const last = () => fake.started[fake.started.length - 1] ?? never();
  const settled = async (change: () => void) => {
    change();
    await fake.settle();
  };
  try {
    await work({
      ...{ supervisor, last, play, events: seat.events, started: fake.started },
      ...{ advance: fake.advance, jump: fake.jump, settle: fake.settle },
      supervised: () => seat.supervised() ?? never(),
      phase: () => (seat.supervised() ?? never()).phase,
      send: (event) => settled(() => seat.dispatch(event)),
      remove: () => settled(seat.remove),
      crash: () => settled(() => last().end({ code: 3, signal: null })),
      end: () => settled(() => ended.abort()),
    });
  } finally {
    play.unending = [];
    ended.abort();
    await fake.advance(20 * second);
    await running;
  }
}

function seatWith(rules: SupervisionRules, { host }: FakeHost) {
  const listeners = new Set<() => void>();
  const events: SidecarEvent[] = [];
  let supervised: Supervised | null = { phase: { kind: "idle" }, run: 0, restarts: 0 };
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    events,
    supervised: () => supervised,
    rules: () => rules,
    dispatch(event: SidecarEvent) {
      events.push(event);
      const moment = { now: host.now(), random: 0 };
      if (supervised !== null) supervised = supervisedAfter(supervised, event, rules, moment);
      tell();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    remove() {
      supervised = null;
      tell();
    },
  } satisfies Seat & Record<string, unknown>;
}

function attemptOf(play: Play, { host, started }: FakeHost): Attempt {
  const place = () => ({ port: play.port, url: `http://127.0.0.1:${play.port}` });
  return {
    command: { program: "tested", args: [], env: {}, stdin: "null" },
    get place() {
      return place();
    },
    async takeOutput({ stdout, stderr }) {
      await Promise.all([stdout, stderr].map((stream) => new Response(stream).text()));
    },
    async ready(signal) {
      while (!play.isReady && !signal.aborted) await host.sleep(100, signal);
      return place();
    },
    check: {
      everyMs: 5 * second,
      limitMs: 2 * second,
      async run(signal) {
        if (play.isSlow) await host.sleep(2 * second, signal);
        if (!play.isWell) throw new ReasonError({ about: "sidecar", kind: "odd-status", status: 500 });
      },
    },
    askToEnd() {
      play.asked++;
      if (play.obeysWish) started.at(-1)?.end({ code: 0, signal: null });
    },
    lastLines: () => ["its last words"],
    close: () => {},
  };
}

/** As long as the test wants it, nothing ends some of the processes. */
function withUnending({ start, leftover, isOfAnother }: StayingPrograms, play: Play): StayingPrograms {
  return {
    leftover,
    isOfAnother,
    async start(command) {
      const program: StayingProgram = await start(command);
      return { ...program, living: () => [...new Set([...program.living(), ...play.unending])] };
    },
  };
}

function never(): never {
  throw new Error("There is none");
}
