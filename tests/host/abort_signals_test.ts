// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { aborted, firstOf } from "../../src/host/abort_signals.ts";

Deno.test("firstOf() aborts with the first of the signals, for its reason, and with one that has aborted already", () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const { signal } = firstOf(one.signal, other.signal);
  assertEquals(signal.aborted, false);
  other.abort("the other");
  one.abort("the one");
  assertEquals(signal.reason, "the other");
  assertEquals(firstOf(new AbortController().signal, one.signal, other.signal).signal.reason, "the one");
});

Deno.test("firstOf() listens no more once it is released", () => {
  const long = new AbortController();
  const { signal, release } = firstOf(long.signal);
  release();
  long.abort();
  assertEquals(signal.aborted, false);
});

Deno.test("aborted() resolves with the first of the signals", async () => {
  const [one, other] = [new AbortController(), new AbortController()];
  const wait = aborted(one.signal, other.signal);
  other.abort();
  await wait;
  await aborted(other.signal);
});

Deno.test("firstOf() and aborted() are not forgotten when memory is collected", async () => {
  const source = new AbortController();
  let told = 0;
  firstOf(source.signal).signal.addEventListener("abort", () => told++);
  void aborted(source.signal).then(() => told++);
  await collected();
  source.abort();
  await Promise.resolve();
  await Promise.resolve();
  assertEquals(told, 2);
});

/** Resolves once memory has been collected: once an object that nobody holds is gone. */
async function collected(): Promise<void> {
  let isGone = false;
  const registry = new FinalizationRegistry(() => {
    isGone = true;
  });
  (() => registry.register({ held: new Array(1000).fill(0) }, null))();
  for (let round = 0; !isGone; round++) {
    assert(round < 2_000, "memory is never collected");
    void Array.from({ length: 20_000 }, (_, index) => ({ index }));
    await new Promise((resolve) => setTimeout(resolve));
  }
}
