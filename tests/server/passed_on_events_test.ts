/** What sidecars send, to readers of the event stream that read fast, slowly, or not at all: src/server/open_event_streams.ts. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { second } from "../../src/core/time/units.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { passedOnEvents } from "../../src/server/event_stream.ts";
import { createRoutes } from "../../src/server/routes.ts";
import { connectRunning } from "../../src/server/rpc_client.ts";
import { streamEvents } from "../../src/server/stream_events.ts";
import { isSeen, shownLine } from "../../src/core/text/shown_text.ts";
import type { Reason } from "../../src/core/reason.ts";
import { createRelay } from "../../src/sidecars/passthrough/relay.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";
import { noEvents } from "./no_events.ts";
import { onStage, type Stage } from "./server_stage.ts";

const host = denoHost();
const count = 10_000;
const all = Array.from({ length: count }, (_, number) => number);

type Data = { readonly event: string; readonly data: { readonly number: number } };

/** Sends as a sidecar does: no further while an event is not taken. */
async function send(
  { sidecars: { relay } }: Pick<Stage, "sidecars">,
  from = 0,
  until = count,
): Promise<void> {
  for (let number = from; number < until; number++) {
    await relay.pass({
      name: "bridge",
      stream: "s",
      event: "tail.chunk",
      data: { number, text: "x".repeat(100) },
    });
  }
}

/** The numbers that a reader of its own gets, until it has the last one. `each`: what it does after each of them. */
async function readAll(
  { file }: Pick<Stage, "file">,
  { opened, each = () => {} }: {
    readonly opened: () => void;
    readonly each?: (number: number) => Promise<void> | void;
  },
): Promise<{ readonly numbers: readonly number[]; readonly types: ReadonlySet<string> }> {
  const client = await connectRunning(host, file);
  assert(client !== null);
  const ended = new AbortController();
  const numbers: number[] = [];
  const types = new Set<string>();
  try {
    for await (const event of client.events(ended.signal)) {
      const { type, data } = event as { readonly type: string; readonly data: Data };
      types.add(type);
      if (type === "snapshot") opened();
      if (type !== "sidecar") continue;
      numbers.push(data.data.number);
      await each(data.data.number);
      if (data.data.number === count - 1) break;
    }
  } finally {
    ended.abort();
    client.close();
  }
  return { numbers, types };
}

Deno.test("10,000 events reach a fast and a slow reader whole and in order, whoever else leaves, and others beside them", () =>
  onStage(async (stage) => {
    const opened = [0, 1, 2].map(() => Promise.withResolvers<void>());
    const [fast, slow] = [
      readAll(stage, { opened: opened[0]?.resolve ?? (() => {}) }),
      readAll(stage, {
        opened: opened[1]?.resolve ?? (() => {}),
        each: (number) => number % 20 === 0 ? host.sleep(1) : undefined,
      }),
    ];
    // It goes in the middle of it, without a word.
    const gone = fetch(`${stage.address.url}/events`, {
      headers: { authorization: `Bearer ${stage.address.token}` },
    }).then(async ({ body }) => {
      const reader = body?.getReader();
      for (let bytes = 0; bytes < 100_000;) {
        opened[2]?.resolve();
        bytes += (await reader?.read())?.value?.length ?? 0;
      }
      await reader?.cancel();
    });
    await Promise.all(opened.map(({ promise }) => promise));
    await send(stage, 0, count / 2);
    // They are not dropped for it, and need not wait until the end.
    for (let number = 1; number < 50; number++) {
      stage.store.dispatch({ type: "snoozed", until: t0 + number * 60_000, now: t0 });
    }
    await send(stage, count / 2);
    await gone;
    for (const { numbers, types } of await Promise.all([fast, slow])) {
      assertEquals(numbers, all);
      assert(types.has("snooze-activated"));
    }
  }));

Deno.test("what happens to a connection is told, and all that is told is as the reference says", () =>
  onStage(async ({ file, sidecars: { relay } }) => {
    const client = await connectRunning(host, file);
    assert(client !== null);
    const ended = new AbortController();
    const told: unknown[] = [];
    try {
      for await (const event of client.events(ended.signal)) {
        const { type, data } = event as { readonly type: string; readonly data: unknown };
        if (type === "sidecar") told.push(streamEvents.sidecar.data.parse(data));
        if (told.length === 4) break;
        if (type !== "snapshot") continue;
        const why: Reason = { about: "sidecar", kind: "answers-error", code: 1, text: "\u202eno\x1b[2J" };
        void relay.pass({ name: "bridge", note: { kind: "ipc-connected" } });
        void relay.pass({ name: "bridge", note: { kind: "ipc-error", why } });
        void relay.pass({ name: "bridge", note: { kind: "ipc-disconnected" } });
        void relay.pass({ name: "bridge", stream: "s", event: "result", data: null });
      }
    } finally {
      ended.abort();
      client.close();
    }
    const reason = shownLine("It answered with an error: \u202eno\x1b[2J (1)");
    assert(isSeen(reason));
    assertEquals(told, [
      { name: "bridge", event: "ipc-connected" },
      { name: "bridge", event: "ipc-error", reason },
      { name: "bridge", event: "ipc-disconnected" },
      { name: "bridge", stream: "s", event: "result", data: null },
    ]);
  }));

Deno.test("where nobody reads, nothing waits and nothing is kept", () =>
  onStage(async (stage) => {
    const before = Deno.memoryUsage().heapUsed;
    await send(stage);
    assert(Deno.memoryUsage().heapUsed - before < 20_000_000);
    // Who comes later hears what comes later.
    const opened = Promise.withResolvers<void>();
    const late = readAll(stage, { opened: opened.resolve });
    await opened.promise;
    await send(stage, count - 3);
    assertEquals((await late).numbers, all.slice(-3));
  }));

Deno.test("a reader that takes nothing is cut after a minute, and holds up the others no longer", async () => {
  const clock = fakeHost(t0);
  const relay = createRelay();
  const closing = new AbortController();
  const routes = createRoutes(clock.host, {
    version: "1",
    rpc: () => Promise.resolve(null),
    metrics: () => Promise.resolve(""),
    events: noEvents.events,
    passedOn: passedOnEvents({ host: clock.host, messages: () => en }, relay),
  }, { token: "T", port: () => 1, closing: closing.signal });
  const open = async () => {
    const response = await routes.fetch(
      new Request("http://127.0.0.1:1/events", {
        headers: { host: "127.0.0.1:1", authorization: "Bearer T" },
      }),
      { gone: closing.signal },
    );
    assert(response.body !== null);
    return response.body.pipeThrough(new TextDecoderStream());
  };
  const stuck = await open(), good = await open();
  let text = "";
  const reading = (async () => {
    for await (const part of good) text += part;
  })();
  const sending = send({ sidecars: { relay } as Stage["sidecars"] });
  let isSent = false;
  void sending.then(() => isSent = true);
  const told = () => [...text.matchAll(/"number":(\d+)/g)].map(([, number]) => Number(number));
  while (told().length < 60) await clock.settle();
  await clock.advance(59 * second);
  const first = told().length;
  assert(!isSent && first > 0 && first < 1_000, `${first} were sent`);
  await clock.advance(1 * second);
  await sending;
  while (told().length < count) await clock.settle();
  assertEquals(told(), all);
  // The end of its stream comes after what was on its way to it.
  const rest = await new Response(stuck.pipeThrough(new TextEncoderStream())).text();
  assert([...rest.matchAll(/"number":/g)].length < 1_000);
  closing.abort();
  await reading;
});
