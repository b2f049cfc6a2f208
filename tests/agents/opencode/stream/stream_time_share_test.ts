/** How much processor time each server gets, with a clock that the test drives. */
// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals, assertLess } from "@std/assert";
import { createReadingTime } from "../../../../src/agents/opencode/stream/stream_time_share.ts";
import { readEventStream } from "../../../../src/agents/opencode/stream/read_event_stream.ts";

function clock() {
  let now = 0;
  return {
    now: () => now,
    pass: (ms: number) => void (now += ms),
    host: {
      monotonic: () => now,
      sleep(ms: number) {
        now += ms;
        return Promise.resolve();
      },
    },
  };
}

Deno.test("createReadingTime() gives one server so much of a second, and no more", () => {
  const { host, pass } = clock();
  const share = createReadingTime(host).share();
  let read = 0;
  // Ten seconds of 1 ms of work in each ms: the first are a burst.
  for (let ms = 0; ms < 10_000; ms++) {
    pass(1);
    if (share.isUsedUp()) continue;
    share.charge(1);
    read++;
  }
  assertLess(read, 5_000);
  assert(read > 2_000, `${read}`);
});

Deno.test("createReadingTime() reads whoever sends little, while twenty others send too much", () => {
  const { host, pass } = clock();
  const readingTime = createReadingTime(host);
  const floods = Array.from({ length: 20 }, () => readingTime.share());
  const little = readingTime.share();
  let spent = 0, missed = 0;
  for (let ms = 0; ms < 10_000; ms++) {
    pass(1);
    for (const flood of floods) {
      if (flood.isUsedUp()) continue;
      flood.charge(1);
      spent++;
    }
    if (ms % 100 > 0) continue;
    if (little.isUsedUp()) missed++;
    else little.charge(1);
  }
  assertEquals(missed, 0);
  assertLess(spent, 8_000);
});

Deno.test("createReadingTime() lets one go on that has become calm", () => {
  const { host, pass } = clock();
  const share = createReadingTime(host).share();
  for (let ms = 0; ms < 500; ms++) share.charge(1);
  assert(share.isUsedUp());
  share.renew();
  assert(!share.isUsedUp());
  for (let ms = 0; ms < 500; ms++) share.charge(1);
  assert(share.isUsedUp());
  pass(1_000);
  assert(!share.isUsedUp());
});

/** One event for each number, in chunks of 50. */
async function* chunks(count: number, between: (chunk: number) => void): AsyncIterable<Uint8Array> {
  for (let chunk = 0; chunk * 50 < count; chunk++) {
    between(chunk);
    const text = Array.from({ length: 50 }, (_, index) => `data: ${chunk * 50 + index}\n\n`).join("");
    // Cut within an event, so that what follows a gap has no beginning.
    yield new TextEncoder().encode(text.slice(0, -5));
    yield new TextEncoder().encode(text.slice(-5));
  }
}

Deno.test("readEventStream() drops what is too much, says so, and reads on at the beginning of an event", async () => {
  const { host, pass } = clock();
  const heard: number[] = [];
  let lost = 0;
  const body = ReadableStream.from(chunks(20_000, (chunk) => {
    // The flood ends here, and what comes after it comes slowly.
    if (chunk >= 300) pass(1_000);
  }));
  const reader = {
    event(data: string) {
      pass(1);
      heard.push(Number(data));
    },
    signOfLife() {},
    eventTooLong() {},
    eventsDropped: () => void lost++,
  };
  const share = createReadingTime(host).share();
  const how = await readEventStream(body, reader, {
    host,
    share,
    signal: new AbortController().signal,
  });
  assertEquals([how, lost], ["ended", 2]);
  assertLess(heard.filter((number) => number < 300 * 50).length, 1_000);
  // Of the calm it misses the rest of the event that was cut, at most.
  const calm = heard.filter((number) => number >= 301 * 50);
  assertEquals(calm, Array.from({ length: 20_000 - 301 * 50 }, (_, index) => 301 * 50 + index));
});

Deno.test("readEventStream() gives a server up that sends too much for long", async () => {
  const { host, pass } = clock();
  const reader = { event: () => pass(1), signOfLife() {}, eventTooLong() {}, eventsDropped() {} };
  const share = createReadingTime(host).share();
  const body = ReadableStream.from(chunks(Infinity, () => pass(1)));
  const how = await readEventStream(body, reader, {
    host,
    share,
    signal: new AbortController().signal,
  });
  assertEquals(how, "too-much");
});

Deno.test("readEventStream() drops what comes where so many send that none gets its turns", async () => {
  const { host, pass } = clock();
  // In each turn, the others have theirs: nobody spends too much.
  const share = createReadingTime({ ...host, sleep: (ms) => host.sleep(ms + 12) }).share();
  let heard = 0, lost = 0;
  const reader = {
    event() {
      pass(1);
      heard++;
    },
    signOfLife() {},
    eventTooLong() {},
    eventsDropped: () => void lost++,
  };
  const text = Array.from({ length: 500 }, (_, index) => `data: ${index}\n\n`).join("");
  const body = ReadableStream.from((async function* () {
    for (let chunk = 0; chunk < 2_000; chunk++) {
      pass(2);
      yield new TextEncoder().encode(text);
    }
  })());
  const how = await readEventStream(body, reader, {
    host,
    share,
    signal: new AbortController().signal,
  });
  assertEquals([how, lost > 0], ["too-much", true]);
  assertLess(heard, 500);
});
