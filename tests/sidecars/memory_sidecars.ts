/** The sidecars of a program on a clock that the test drives, with programs and files in memory; their health is as the test says. */
import { createStore } from "../../src/app/store.ts";
import { defaultSettings, parseSettings, type Settings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import type { Sidecar } from "../../src/core/sidecars/sidecar_state.ts";
import { second } from "../../src/core/time/units.ts";
import type { ByteStream } from "../../src/host/staying_program.ts";
import type { SidecarsParts } from "../../src/sidecars/running_sidecars.ts";
import type { Sidecars } from "../../src/sidecars/sidecars_port.ts";
import type { Store } from "../../src/tasks/task.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";
import type { SidecarInput } from "./fixtures/real_sidecars.ts";

export interface MemorySidecars extends Pick<FakeHost, "advance" | "settle" | "started" | "takenPorts"> {
  readonly sidecars: Sidecars;
  readonly store: Store;
  readonly files: SidecarsParts["host"]["files"];
  /** Throws where it is not there. */
  sidecar(name: string): Sidecar;
  /** Other settings. */
  set(...sidecars: readonly SidecarInput[]): Promise<void>;
  /** The status that the health of each answers. */
  status: number;
  /** What was asked over HTTP: "GET http://127.0.0.1:60000/health". */
  readonly asked: readonly string[];
  /** Ends this program. */
  end(): void;
}

const noon = Date.parse("2026-07-01T12:00:00Z");

/** A connection to somebody who says nothing. */
function silentStream(): ByteStream {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  return { readable, writable: new WritableStream(), close: () => void writer.close().catch(() => {}) };
}

function settingsWith(sidecars: readonly SidecarInput[]): Settings {
  const parsed = parseSettings({ sidecar: sidecars });
  if (parsed.kind !== "settings") throw new Error(JSON.stringify(parsed.problems));
  return { ...defaultSettings, sidecar: parsed.settings.sidecar };
}

/** Has `work` done with the sidecars of `create`, which run. `before`: what an earlier run has left. */
export async function withMemorySidecars(
  create: (parts: SidecarsParts) => Sidecars,
  inputs: readonly SidecarInput[],
  work: (stage: MemorySidecars) => Promise<void>,
  before: (host: FakeHost["host"]) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const fake = fakeHost(noon, { PATH: "/bin" });
  const store = createStore(initialState(settingsWith(inputs), nothingSaved));
  const asked: string[] = [];
  const health = { status: 200 };
  const host: SidecarsParts["host"] = {
    ...fake.host,
    httpClient: () => ({
      fetch(input, init) {
        asked.push(`${init?.method} ${input}`);
        return Promise.resolve(new Response(null, { status: health.status }));
      },
      close: () => {},
    }),
    openStream: () => Promise.resolve(silentStream()),
    clearSocket: () => Promise.resolve(true),
  };
  const platform = { os: "linux", home: "/home/p", childVariables: ["PATH"] } as const;
  const random: SidecarsParts["random"] = (bytes) => bytes.fill(0xab);
  const sidecars = create({ host, platform, store, stateFolder: "/state", random });
  await before(fake.host);
  const ended = new AbortController();
  const running = sidecars.run(ended.signal);
  await fake.settle();
  try {
    await work({
      ...{
        sidecars,
        store,
        asked,
        files: fake.host.files,
        started: fake.started,
        takenPorts: fake.takenPorts,
      },
      ...{ advance: fake.advance, settle: fake.settle, end: () => ended.abort() },
      sidecar(name) {
        const found = store.state().sidecars.find((sidecar) => sidecar.name === name);
        if (found === undefined) throw new Error(`No ${name}`);
        return found;
      },
      async set(...wanted) {
        store.dispatch({ type: "settings", settings: settingsWith(wanted), now: fake.host.now() });
        await fake.settle();
      },
      get status() {
        return health.status;
      },
      set status(status) {
        health.status = status;
      },
    });
  } finally {
    ended.abort();
    await fake.advance(10 * second);
    await running;
  }
}

/** What a promise rejects with, as text; "" = it resolves. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
