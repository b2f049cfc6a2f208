// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { second } from "../../../src/core/time/units.ts";
import { followSidecarStream } from "../../../src/sidecars/passthrough/sidecar_stream.ts";
import { t0 } from "../../core/situations.ts";
import { fakeHost } from "../../support/fake_host.ts";

type Pass = (event: string, data: unknown) => Promise<void> | void;

/** A stream that is fed by hand, and followed on a clock that is moved by hand. */
function followed(pass?: Pass) {
  const { host, advance, settle, sleeping } = fakeHost(t0);
  const seen: unknown[] = [];
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const end = followSidecarStream(readable, {
    host,
    name: "agents",
    pass: pass ?? ((event, data) => void seen.push([event, data])),
  });
  const feed = (text: string) => writer.write(new TextEncoder().encode(text));
  return { seen, end, writer, feed, advance, settle, sleeping };
}

const fed = '\u{feff}: hello\nevent: thinking\ndata: {"a":1}\n\n' +
  "event: tool_call\r\ndata: line one\r\ndata: ünïcödé 😀\r\n\r\n" +
  "retry: 5\nodd line\ndata: [1,\ndata: 2]\n\nevent: nothing\n\nid: 7\ndata:\n\n";
const expected = [
  ["thinking", { a: 1 }],
  ["tool_call", "line one\nünïcödé 😀"],
  ["message", [1, 2]],
  ["message", ""],
];

Deno.test("followSidecarStream() keeps names, and reads data where it is JSON, in whatever pieces it comes", async () => {
  const bytes = new TextEncoder().encode(fed);
  for (const size of [1, 2, 7, bytes.length]) {
    const { seen, end, writer } = followed();
    for (let at = 0; at < bytes.length; at += size) await writer.write(bytes.slice(at, at + size));
    await writer.close();
    assertEquals(await end, null);
    assertEquals(seen, expected, `in pieces of ${size}`);
  }
});

Deno.test("followSidecarStream() passes on a keepalive after 30 s of silence, and no sooner", async () => {
  const { seen, end, writer, feed, advance, sleeping } = followed();
  await advance(29 * second);
  await feed("data: 1\n\n");
  await advance(29 * second);
  assertEquals(seen, [["message", 1]]);
  await advance(1 * second);
  const keepalive = (after: number) => [
    "keepalive",
    { event_type: "keepalive", data: {}, timestamp: (t0 + after) / 1000 },
  ];
  await advance(60 * second);
  // A comment is no event: whoever listens has heard nothing.
  await feed(": still here\n");
  await advance(29 * second);
  assertEquals(seen.slice(1), [keepalive(59 * second), keepalive(89 * second), keepalive(119 * second)]);
  await writer.close();
  assertEquals(await end, null);
  assertEquals(sleeping(), 0);
});

Deno.test("followSidecarStream() reads no further while an event is not taken", async () => {
  const taken: string[] = [];
  let take = () => {};
  const { end, writer, feed, settle } = followed((_, data) => {
    taken.push(String(data));
    return new Promise((resolve) => take = resolve);
  });
  await feed("data: a\n\ndata: b\n\n");
  let isRead = false;
  const more = feed("data: c\n\n").then(() => isRead = true);
  for (const so of [["a"], ["a", "b"]]) {
    await settle();
    assertEquals(taken, so);
    assertEquals(isRead, false);
    take();
  }
  await more;
  await settle();
  assertEquals(taken, ["a", "b", "c"]);
  take();
  await writer.close();
  assertEquals(await end, null);
});

Deno.test("followSidecarStream() says how a stream broke", async () => {
  const broken = followed();
  await broken.feed("data: 1\n\ndata: 2");
  await broken.writer.abort(new Error("reset"));
  assertEquals(await broken.end, { about: "sidecar", kind: "connection-lost" });
  const endless = followed();
  const part = "x".repeat(1 << 20);
  await endless.feed("data: ");
  const feeding = (async () => {
    for (;;) await endless.feed(part);
  })().catch(() => "refused");
  assertEquals(await endless.end, {
    about: "sidecar",
    kind: "too-large",
    name: "agents",
    bytes: 16 * 1024 * 1024,
  });
  assertEquals(await feeding, "refused");
  assertEquals(endless.seen, []);
});

Deno.test("followSidecarStream() leaves data as text that could not be written as JSON again", async () => {
  const { seen, end, writer, feed } = followed();
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  await feed(`data: ${deep}\n\ndata: {"a": NaN}\n\n`);
  await writer.close();
  assertEquals(await end, null);
  assertEquals(seen, [["message", deep], ["message", '{"a": NaN}']]);
  assert(JSON.stringify(seen).length > 0);
});
