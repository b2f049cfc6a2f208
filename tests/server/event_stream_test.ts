// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertObjectMatch } from "@std/assert";
import * as z from "zod";
import { en } from "../../src/core/language/en/messages.ts";
import { nextNotice } from "../../src/core/alerts/next_notice.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { connectRunning, type ReceivedEvent } from "../../src/server/rpc_client.ts";
import { type EventType, streamEvents } from "../../src/server/stream_events.ts";
import { fail, july, read, t0 } from "../core/situations.ts";
import { happens } from "../core/sidecars/sidecar_samples.ts";
import { agentsAtWork } from "./agents_at_work.ts";
import { sidecarsAtWork } from "./sidecars_at_work.ts";
import { onStage } from "./server_stage.ts";

const host = denoHost();

Deno.test("the event stream tells what stands, then each change", () =>
  onStage(async ({ file, store }) => {
    const client = await connectRunning(host, file);
    assert(client !== null);
    const ended = new AbortController();
    const types: string[] = [];
    try {
      for await (const event of client.events(ended.signal)) {
        const { type, data } = event as { type: string; data: Record<string, unknown> };
        types.push(type);
        if (type === "snapshot") store.dispatch({ type: "snoozed", until: t0 + 60_000, now: t0 });
        if (type === "snooze-activated") {
          assertEquals(data, { minutes: 1 });
          const next = nextNotice({ ...store.state(), snoozedUntil: null }, t0, en);
          assert(next !== null);
          const { notice: { title, body }, told, alerts, spaced } = next;
          store.dispatch({ type: "told", told, alerts, title, body, spaced, pulse: false, now: t0 });
        }
        if (type === "alert") {
          assertObjectMatch(data, {
            title: "Claude Usage Warning",
            alerts: [{ kind: "threshold", limit: "week:fable", percent: 81, threshold: 75 }],
          });
          store.dispatch(read(july, t0 + 1));
        }
        if (type === "usage-updated") {
          assertEquals(data.utilization, 15);
          break;
        }
      }
    } finally {
      ended.abort();
      client.close();
    }
    assertEquals(types.filter((type) => type !== "tray-update"), [
      "snapshot",
      "snooze-activated",
      "alert",
      "usage-updated",
    ]);
  }));

const told = z.strictObject({ type: z.string(), time: z.iso.datetime({ offset: true }), data: z.unknown() });

function isEventType(type: string): type is EventType {
  return Object.hasOwn(streamEvents, type);
}

Deno.test("each event is of a type of the table, with the data that the table says", () =>
  onStage(async ({ file, store }) => {
    const client = await connectRunning(host, file);
    assert(client !== null);
    const ended = new AbortController();
    const missing = new Set<string>(Object.keys(streamEvents));
    try {
      for await (const event of client.events(ended.signal)) {
        const { type, data } = told.parse(event);
        assert(isEventType(type), type);
        streamEvents[type].data.parse(data);
        missing.delete(type);
        if (missing.size === 0) break;
        if (type !== "snapshot") continue;
        const content = { type: "gone", key: "4096:4097" } as const;
        store.dispatch({ type: "agents", report: { source: "opencode", content }, now: t0 });
        store.dispatch({
          ...{ type: "told", told: [], alerts: [{ kind: "signed-in" }], title: "t", body: "b", pulse: false },
          ...{ spaced: true, now: t0 },
        });
        store.dispatch({ type: "snoozed", until: t0 + 60_000, now: t0 });
        store.dispatch(read(july, t0 + 1));
        store.dispatch(fail({ kind: "offline", how: "dns" }));
        store.dispatch(happens("agents", { kind: "stop" }));
      }
    } finally {
      ended.abort();
      client.close();
    }
    assertEquals([...missing], []);
  }, { state: { ...agentsAtWork, sidecars: sidecarsAtWork.sidecars } }));

/** The next events of a stream, until one is of that type. */
async function until(events: AsyncIterator<ReceivedEvent>, last: string): Promise<readonly ReceivedEvent[]> {
  const got: ReceivedEvent[] = [];
  for (;;) {
    const { value, done } = await events.next();
    if (done === true) return got;
    got.push(value);
    if (told.parse(value.event).type === last) return got;
  }
}

const typesOf = (got: readonly ReceivedEvent[]) =>
  got.map(({ event }) => told.parse(event).type).filter((type) => type !== "tray-update");

Deno.test("a reader that comes back with the id of its last event gets what it has missed, of sidecars too, and after a restart a snapshot", () =>
  onStage(async ({ file, store, start, sidecars: { relay } }) => {
    const snoozed = (minutes: number) =>
      store.dispatch({ type: "snoozed", until: t0 + minutes * 60_000, now: t0 });
    const reader = async (last: string | undefined) => {
      const client = await connectRunning(host, file);
      assert(client !== null);
      const ended = new AbortController();
      const events = client.eventsAfter(last, ended.signal)[Symbol.asyncIterator]();
      return {
        until: (type: string) => until(events, type),
        async leave() {
          ended.abort();
          await events.next().catch(() => {});
          client.close();
        },
      };
    };
    const first = await reader(undefined);
    const begin = await first.until("snapshot");
    snoozed(1);
    const [last] = (await first.until("snooze-activated")).slice(-1);
    await first.leave();
    snoozed(2);
    for (let number = 0; number < 500; number++) {
      await relay.pass({ name: "bridge", stream: "s", event: "chunk", data: { number } });
    }
    store.dispatch(read(july, t0 + 1));
    const second = await reader(last?.id);
    const missed = await second.until("usage-updated");
    await second.leave();
    assertEquals(typesOf(missed), [
      "snooze-activated",
      ...Array.from({ length: 500 }, () => "sidecar"),
      "usage-updated",
    ]);
    const ids = [...begin, last, ...missed].map((one) => one?.id);
    assertEquals(new Set(ids).size, ids.length);
    // As after a crash.
    await Deno.writeTextFile(file, "");
    const other = await start();
    assert(other.kind === "started");
    try {
      const third = await reader(last?.id);
      assertEquals(typesOf(await third.until("snapshot")), ["snapshot"]);
      await third.leave();
    } finally {
      await other.close();
    }
  }));
