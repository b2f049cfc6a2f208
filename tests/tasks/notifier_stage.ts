/** A running notifier, with a clock that the test drives and a sender that it looks into; and an agent that asks for something. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Action } from "../../src/core/action.ts";
import type { Settings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { en } from "../../src/core/language/en/messages.ts";
import type { InstanceEvent } from "../../src/core/agents/opencode/instance_event.ts";
import type { StreamMessageBody } from "../../src/core/agents/opencode/stream_message.ts";
import type { FullState } from "../../src/core/agents/opencode/full_state.ts";
import type { OpencodeReport } from "../../src/core/agents/opencode/opencode_report.ts";
import { initialState } from "../../src/core/state.ts";
import type { Command, RunOptions } from "../../src/host/host.ts";
import { createStore } from "../../src/app/store.ts";
import { createNotifier, type Notifier } from "../../src/tasks/notifier.ts";
import type { Store } from "../../src/tasks/task.ts";
import { hour, read, signedIn, t0, window } from "../core/situations.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";
import { type FakeSender, fakeSender } from "./fake_sender.ts";

export interface Stage {
  readonly fake: FakeHost;
  readonly store: Store;
  readonly sender: FakeSender;
  readonly notifier: Notifier;
  readonly performed: Action[];
  readonly ran: { readonly command: Command; readonly options: RunOptions | undefined }[];
  /** The session is used that much. */
  use(percent: number): void;
}

/** A test with a stage of its own; at its end the notifier has ended, whatever still hangs. */
export function test(
  name: string,
  work: (stage: Stage) => Promise<void>,
  options: { readonly config?: Settings; readonly reducedMotion?: boolean } = {},
): void {
  Deno.test(name, async () => {
    const fake = fakeHost(t0);
    const store = createStore(initialState(options.config ?? settingsWith({}), nothingSaved));
    const sender = fakeSender();
    const performed: Action[] = [];
    const ran: Stage["ran"][number][] = [];
    const notifier = createNotifier({
      host: {
        ...fake.host,
        run: (command, options) => {
          ran.push({ command, options });
          return Promise.resolve({ code: 0, stdout: "", stderr: "", timedOut: false });
        },
      },
      store,
      sender,
      messages: () => en,
      perform: (action) => performed.push(action),
      save: () => Promise.resolve(),
      demo: false,
      reducedMotion: () => Promise.resolve(options.reducedMotion ?? false),
    });
    const ended = new AbortController();
    const running = notifier.run(ended.signal);
    store.dispatch(signedIn);
    const use = (percent: number) =>
      store.dispatch(
        read([window({ kind: "session" }, "session", percent, t0 + 3 * hour + 30_000)], fake.host.now()),
      );
    await work({ fake, store, sender, notifier, performed, ran, use });
    ended.abort();
    await Promise.all([running, fake.advance(1_000)]);
    assertEquals(fake.sleeping(), 0, "a sleep stays behind");
  });
}

/** The agent's own server, by its key. */
export const AGENT = "4096:7";

/** An OpenCode server comes to be followed, in which nothing waits. */
export function startAgent({ store, fake }: Stage): void {
  const nothing = { kind: "known", value: [] } as const;
  const fullState: FullState = {
    directory: "/app",
    sessions: nothing,
    statuses: { kind: "known", value: {} },
    permissions: nothing,
    questions: nothing,
    todos: {},
    tools: {},
  };
  const report = (one: OpencodeReport) =>
    store.dispatch({ type: "agents", report: { source: "opencode", content: one }, now: fake.host.now() });
  const happened = (event: InstanceEvent) => report({ type: "happened", key: AGENT, event });
  report({ type: "found", key: AGENT, port: 4096, pid: 7, tty: "", version: "1" });
  happened({ type: "reach", reach: { kind: "connected", since: fake.host.now() } });
  happened({ type: "full-state-requested", number: 1 });
  happened({ type: "full-state", number: 1, fullState });
}

/** The agent's server says something. */
export function agentSays({ store, fake }: Stage, body: StreamMessageBody): void {
  const event: InstanceEvent = { type: "message", message: { directory: "/app", ...body } };
  store.dispatch({
    type: "agents",
    report: { source: "opencode", content: { type: "happened", key: AGENT, event } },
    now: fake.host.now(),
  });
}

/** It asks to run `git push`, under this id. */
export function asksPermission(id: string): StreamMessageBody {
  const wish = { kind: "run", command: "git push" } as const;
  return {
    type: "permission-asked",
    permission: { id, session: "ses_1", wish, isWhole: true, always: [], alwaysIsWhole: true },
  };
}
