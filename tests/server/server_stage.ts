/** The loopback server, with a state as after a good answer: for tests of what it serves, and of how others find it. */
// @ts-types="../std_types/assert.d.ts"
import { assert } from "@std/assert";
import { en } from "../../src/core/language/en/messages.ts";
import type { Action } from "../../src/core/action.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState, type State } from "../../src/core/state.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { createRpc } from "../../src/server/json_rpc.ts";
import { metricsWhenAsked } from "../../src/server/metrics_when_asked.ts";
import type { Reason } from "../../src/core/reason.ts";
import type { RpcParts } from "../../src/server/methods/method.ts";
import { passedOnEvents, serverEvents } from "../../src/server/event_stream.ts";
import { createStore } from "../../src/app/store.ts";
import { type Started, startServer } from "../../src/server/loopback_server.ts";
import type { RpcAddress } from "../../src/server/server_file.ts";
import { createViewUpdates } from "../../src/app/view_updates.ts";
import { type FakeSidecars, fakeSidecars } from "./fake_sidecars.ts";
import { sampleHistory } from "../core/history/history_samples.ts";
import { july, read, signedIn, t0 } from "../core/situations.ts";

const host = denoHost();

export interface Stage {
  readonly file: string;
  readonly address: RpcAddress;
  readonly store: ReturnType<typeof createStore>;
  readonly performed: Action[];
  readonly sidecars: FakeSidecars;
  start(): Promise<Started>;
  /** As `StartedServer.listenAt`. */
  listenAt(port: number): Promise<Reason | null>;
}

/** What a test wants otherwise than the stage has it. */
export interface StageOptions {
  /** Before the good answer. */
  readonly state?: State;
  /** What methods are answered with. */
  readonly parts?: Partial<RpcParts>;
  /** 0, or none = any free one. */
  readonly port?: number;
}

/** A real server on a free port, with a state as after a good answer. */
export async function onStage(
  work: (stage: Stage) => Promise<void>,
  { state = initialState(defaultSettings, nothingSaved), parts = {}, port = 0 }: StageOptions = {},
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/run/server.json`;
  const store = createStore(state);
  const ended = new AbortController();
  const views = createViewUpdates({ now: () => t0, monotonic: () => 0, sleep: host.sleep }, store, {
    messages: () => en,
    demo: false,
  });
  const ticking = views.tick(ended.signal);
  const performed: Action[] = [];
  const sidecars = fakeSidecars(store);
  const rpc = createRpc({
    giveWay: () => Promise.resolve(false),
    surroundings: (salt) => Promise.resolve(`hash of ${salt}`),
    statusLine: (text, { folder, columns }) => Promise.resolve(`${text} of ${folder}, ${columns} wide`),
    host: { now: () => t0, pid: 7, sleep: host.sleep },
    sidecars,
    history: { read: () => Promise.resolve(sampleHistory) },
    store,
    views,
    messages: () => en,
    version: "1.2.3",
    perform(action) {
      performed.push(action);
      if (action.kind === "snooze") {
        store.dispatch({ type: "snoozed", until: t0 + action.minutes * 60_000, now: t0 });
      }
      return Promise.resolve();
    },
    pressLink: () => false,
    changeSettings: () => Promise.resolve({ kind: "problems", problems: [{ about: "system", text: "no" }] }),
    ...parts,
  });
  const events = serverEvents({ host: { now: () => t0 }, store, views, messages: () => en });
  const passedOn = passedOnEvents({ host: { now: () => t0 }, messages: () => en }, sidecars);
  const metrics = metricsWhenAsked({
    host: {
      now: () => t0,
      processUse: () => ({ cpuMs: 1500, residentBytes: 64_000_000, startedAt: t0 - 60_000 }),
    },
    store,
    about: { version: "1.2.3", os: "linux" },
  });
  const start = () => startServer(host, { file, port }, { version: "1.2.3", rpc, metrics, events, passedOn });
  store.dispatch(signedIn);
  store.dispatch(read(july));
  const server = await start();
  assert(server.kind === "started");
  try {
    await work({
      file,
      address: server.address,
      store,
      performed,
      sidecars,
      start,
      listenAt: server.listenAt,
    });
  } finally {
    ended.abort();
    await server.close();
    await ticking;
    await Deno.remove(folder, { recursive: true });
  }
}

/** The answer to a body that is posted to `/rpc`. */
export async function post(
  { url, token }: RpcAddress,
  body: string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${url}/rpc`, {
    method: "POST",
    body,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    json: text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : null,
  };
}
