/** The event stream, byte by byte. */
// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals, assertLess } from "@std/assert";
import { createReadingTime } from "../../../../src/agents/opencode/stream/stream_time_share.ts";
import {
  readEventStream,
  type StreamOptions,
} from "../../../../src/agents/opencode/stream/read_event_stream.ts";

interface Heard {
  readonly events: readonly string[];
  readonly signs: number;
  readonly dropped: number;
}

/** The clock stands still, so that no amount of data is too much. */
function options(): StreamOptions {
  const host = { monotonic: () => 0, sleep: () => Promise.resolve() };
  return { host, share: createReadingTime(host).share(), signal: new AbortController().signal };
}

async function heardOf(chunks: Iterable<Uint8Array>): Promise<Heard> {
  const events: string[] = [];
  let [signs, dropped] = [0, 0];
  await readEventStream(ReadableStream.from(chunks), {
    event: (data) => void events.push(data),
    signOfLife: () => void signs++,
    eventTooLong: () => void dropped++,
    eventsDropped() {},
  }, options());
  return { events, signs, dropped };
}

const bytes = (text: string) => new TextEncoder().encode(text);

function* cut(all: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

Deno.test("readEventStream() gives the same events, however the bytes are cut", async () => {
  const text =
    'data: {"a":"🙂é"}\n\n: a remark\n\nevent: x\ndata: one\ndata: two\n\nid: 4\r\ndata: three\r\n\r\nunended';
  const expected = ['{"a":"🙂é"}', "one\ntwo", "three"];
  for (let size = 1; size < text.length; size++) {
    const { events, signs } = await heardOf(cut(bytes(text), size));
    assertEquals(events, expected, `cut into ${size}`);
    assertEquals(signs, Math.ceil(bytes(text).length / size));
  }
});

Deno.test("readEventStream() drops what is too long, and goes on after it", async () => {
  const long = bytes(`data: ${"x".repeat(10 << 20)}\n\ndata: after\n\n`);
  const { events, dropped } = await heardOf(cut(long, 64 * 1024));
  assertEquals(events, ["after"]);
  assertEquals(dropped > 0, true);
});

Deno.test("readEventStream() holds little of a line that never ends", async () => {
  function* endless(): Iterable<Uint8Array> {
    yield bytes("data: ");
    const part = new Uint8Array(1 << 20).fill(120);
    for (let count = 0; count < 300; count++) yield part;
  }
  const before = Deno.memoryUsage().rss;
  await heardOf(endless());
  assertLess((Deno.memoryUsage().rss - before) / 1e6, 100);
});

Deno.test("readEventStream() goes on after a flood, however the next events end and are cut", async () => {
  for (const end of ["\n\n", "\r\n\r\n", "\r\r"]) {
    for (const size of [1, 2, 3, 50]) {
      let now = 0;
      const host = { monotonic: () => now, sleep: () => Promise.resolve() };
      const share = createReadingTime(host).share();
      const events: string[] = [];
      let isLost = false;
      const flood = function* (): Iterable<Uint8Array> {
        while (!isLost) yield bytes(`data: flood${end}`.repeat(100));
        now += 10_000;
        yield* cut(
          bytes(["rest", "one", "two", "three", ""].join(end).replaceAll(/(?=one|t)/g, "data: ")),
          size,
        );
      };
      await readEventStream(ReadableStream.from(flood()), {
        event(data) {
          events.push(data);
          if (data === "flood") now += 5;
        },
        signOfLife() {},
        eventTooLong() {},
        eventsDropped: () => isLost = true,
      }, { host, share, signal: new AbortController().signal });
      assertEquals(events.slice(-2), ["two", "three"], JSON.stringify([end, size]));
    }
  }
});

Deno.test("readEventStream() gives others their turn within a chunk of lines that mean nothing", async () => {
  const host = {
    monotonic: () => performance.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const share = createReadingTime(host).share();
  let turns = 0;
  const counted = { ...share, turn: () => (turns++, share.turn()) };
  await readEventStream(
    ReadableStream.from([bytes("x\n".repeat(60_000))]),
    { event() {}, signOfLife() {}, eventTooLong() {}, eventsDropped() {} },
    { host, share: counted, signal: new AbortController().signal },
  );
  assertLess(2, turns);
});

Deno.test("readEventStream() ends with the stream, broken or not", async () => {
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(bytes("data: one\n\n")),
    pull: (controller) => controller.error(new Error("reset")),
  });
  const events: string[] = [];
  await readEventStream(
    broken,
    { event: (data) => void events.push(data), signOfLife() {}, eventTooLong() {}, eventsDropped() {} },
    options(),
  );
  assertEquals(events, ["one"]);
});
