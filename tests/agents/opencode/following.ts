/** Follows one simulated server over real HTTP, with a clock that the test drives. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { Instance } from "../../../src/core/agents/opencode/instance.ts";
import type { InstanceEvent } from "../../../src/core/agents/opencode/instance_event.ts";
import { instanceAfter, newInstance } from "../../../src/core/agents/opencode/instance_after_event.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { createReadingTime } from "../../../src/agents/opencode/stream/stream_time_share.ts";
import { createOpencodeClient } from "../../../src/agents/opencode/opencode_client.ts";
import { createRequestPacer } from "../../../src/agents/opencode/request_pacer.ts";
import { followServer } from "../../../src/agents/opencode/follow_server.ts";
import { until } from "../../e2e/desktop.ts";
import { type FakeHost, fakeHost } from "../../support/fake_host.ts";

export const START = 1_790_000_000_000;

export interface Following extends AsyncDisposable {
  readonly fake: FakeHost;
  instance: Instance;
  readonly events: InstanceEvent[];
  /** Whether following has ended by itself. */
  ended: boolean;
}

/** Follows with a clock that stands still unless the test moves it. */
export function following(port: number): Following {
  const fake = fakeHost(START);
  const host = { ...denoHost(), ...fake.host };
  const http = host.httpClient({});
  const client = createOpencodeClient(
    { host, http, pacer: createRequestPacer(host) },
    { hostname: "127.0.0.1", port },
    null,
  );
  const stop = new AbortController();
  const it: Following = {
    fake,
    instance: newInstance({ key: `${port}:1`, port, pid: 1 }, START),
    events: [],
    ended: false,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      http.close();
      assertEquals(fake.sleeping(), 0, "a sleep stays behind");
    },
  };
  const tell = (event: InstanceEvent) => {
    assert(!it.ended, "something is told after the end");
    it.events.push(event);
    it.instance = instanceAfter(it.instance, event, fake.host.now());
  };
  const shared = { readingTime: createReadingTime(host), sessionPacer: createRequestPacer(host) };
  const running = followServer(
    {
      ...{ host, client, emit: tell },
      ...shared,
      name: `127.0.0.1:${port}`,
      currentInstance: () => it.instance,
    },
    stop.signal,
  )
    .then(() => void (it.ended = true));
  return it;
}

export function fullStates(it: Following): number {
  return it.events.filter(({ type }) => type === "full-state").length;
}

export function untilPictured(it: Following, count = 1): Promise<void> {
  return until(() => fullStates(it) >= count, `full state ${count}`);
}

/** Lets the clock run until something has happened because of it. */
export async function untilWithTime(
  it: Following,
  condition: () => boolean,
  what: string,
  stepMs = 250,
): Promise<void> {
  await until(async () => {
    if (condition()) return true;
    await it.fake.advance(stepMs);
    return condition();
  }, what);
}

/** Lets time pass, no more at a time than a request may take; what is asked in it is answered before it goes on. `beat` has the
 * server send a message. */
export async function minutes(it: Following, count: number, beat: () => void): Promise<void> {
  const messages = () => it.events.filter(({ type }) => type === "message").length;
  const isAnswered = () =>
    it.events.filter(({ type }) => type === "full-state-requested").length === fullStates(it);
  for (let step = 0; step < count * 15; step++) {
    const before = messages();
    beat();
    await until(() => messages() > before, "a sign of life");
    await it.fake.advance(4_000);
    await until(isAnswered, "the answers");
  }
}

/** As a server tells of one that it asks for. */
export const permission = (id: string) => ({
  id,
  sessionID: "ses_1",
  permission: "bash",
  patterns: ["git push"],
  always: [],
  metadata: { command: "git push" },
});
