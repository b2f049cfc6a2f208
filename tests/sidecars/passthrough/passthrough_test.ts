// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Reason } from "../../../src/core/reason.ts";
import { ReasonError } from "../../../src/core/reason_error.ts";
import { second } from "../../../src/core/time/units.ts";
import type { JsonRpcConnection } from "../../../src/sidecars/json_rpc/json_rpc_connection.ts";
import { createPassthrough, type Passthrough } from "../../../src/sidecars/passthrough/passthrough.ts";
import type { PassedOn, RunningSidecar } from "../../../src/sidecars/sidecars_port.ts";
import { t0 } from "../../core/situations.ts";
import { type FakeHost, fakeHost } from "../../support/fake_host.ts";
import { real, withHttpSidecar } from "./http_sidecar.ts";

interface Passing {
  readonly passthrough: Passthrough;
  readonly told: readonly PassedOn[];
  /** Resolves when that was told. */
  readonly saw: (event: string) => Promise<void>;
  readonly clock: FakeHost;
}

/** Passes on to one sidecar, on a clock that is moved by hand. */
async function passing(sidecar: RunningSidecar, work: (passing: Passing) => Promise<void>): Promise<void> {
  const clock = fakeHost(t0);
  const passthrough = createPassthrough({
    host: { ...clock.host, httpClient: real.httpClient },
    running: (name) =>
      name === sidecar.name
        ? Promise.resolve(sidecar)
        : Promise.reject(new ReasonError({ about: "sidecar", kind: "unknown", name, names: [sidecar.name] })),
  });
  const told: PassedOn[] = [];
  passthrough.listen((one) => void ("note" in one || told.push(one)));
  const saw = async (event: string) => {
    while (!told.some((one) => one.event === event)) await real.sleep(1);
  };
  try {
    await work({ passthrough, told, saw, clock });
  } finally {
    passthrough.close();
  }
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((error: unknown) => error);
  assert(error instanceof ReasonError, `${error} is no reason`);
  return (error.reason as Reason & { kind: string }).kind;
}

/** A sidecar that speaks JSON-RPC, and answers as `call` does. */
function bridge(call: JsonRpcConnection["call"]): RunningSidecar {
  const ended = new AbortController().signal;
  return {
    name: "bridge",
    url: "tcp://127.0.0.1:1",
    token: "T",
    rpc: { call, close() {} },
    ended,
    lastWordsMs: 0,
  };
}

Deno.test("call() gives the result, and passes on chunks under the id of the caller or a new one", () =>
  passing(
    bridge(async (method, params, { chunk } = {}) => {
      for (const number of [1, 2]) await chunk?.(`${method}.chunk`, { number });
      return { method, params };
    }),
    async ({ passthrough, told }) => {
      assertEquals(await passthrough.call("bridge", "tail", [1], { stream: "mine" }), {
        method: "tail",
        params: [1],
      });
      await passthrough.call("bridge", "tail");
      const [first, second, third, fourth] = told;
      const chunk = { name: "bridge", stream: "mine", event: "tail.chunk" };
      assertEquals([first, second], [{ ...chunk, data: { number: 1 } }, { ...chunk, data: { number: 2 } }]);
      assert(third !== undefined && third.stream === fourth?.stream && third.stream.length > 20);
    },
  ));

Deno.test("call() goes on with a chunk only when everybody has taken the last one", () =>
  passing(
    bridge(async (_, __, { chunk } = {}) => {
      for (let number = 0; number < 5; number++) await chunk?.("c", number);
    }),
    async ({ passthrough, told }) => {
      const slow: unknown[] = [];
      let take = () => {};
      const stop = passthrough.listen((one) => {
        if ("note" in one) return;
        slow.push(one.data);
        return new Promise((resolve) => take = resolve);
      });
      // Who breaks or takes it at once makes no difference.
      passthrough.listen(() => Promise.reject(new Error("broken")));
      const call = passthrough.call("bridge", "c");
      for (const count of [1, 2, 3]) {
        while (slow.length < count) await real.sleep(1);
        await real.sleep(5);
        assertEquals([slow.length, told.length], [count, count]);
        if (count === 3) stop();
        take();
      }
      await call;
      assertEquals([slow, told.map(({ data }) => data)], [[0, 1, 2], [0, 1, 2, 3, 4]]);
    },
  ));

Deno.test("call() refuses an id under which something else comes, until that has ended", () => {
  const { promise, resolve } = Promise.withResolvers<string>();
  return passing(bridge(() => promise), async ({ passthrough }) => {
    const first = passthrough.call("bridge", "tail", {}, { stream: "mine" });
    assertEquals(await kindOf(passthrough.call("bridge", "tail", {}, { stream: "mine" })), "stream-taken");
    assertEquals(await kindOf(passthrough.stream("bridge", "/", { stream: "mine" })), "stream-taken");
    resolve("done");
    assertEquals([await first, await passthrough.call("bridge", "tail", {}, { stream: "mine" })], [
      "done",
      "done",
    ]);
  });
});

Deno.test("call() wants a sidecar that speaks JSON-RPC, and holds at most 150 calls", async () => {
  const answers: (() => void)[] = [];
  await passing(
    bridge(() => new Promise((resolve) => answers.push(() => resolve("done")))),
    async ({ passthrough }) => {
      const calls = Array.from({ length: 150 }, () => passthrough.call("bridge", "wait"));
      assertEquals(await kindOf(passthrough.call("bridge", "wait")), "too-many-calls");
      assertEquals(await kindOf(passthrough.fetch("bridge", { method: "GET", path: "/" })), "too-many-calls");
      for (const answer of answers) answer();
      await Promise.all(calls);
      assertEquals(await kindOf(passthrough.fetch("bridge", { method: "GET", path: "/" })), "no-http");
      assertEquals(await kindOf(passthrough.stream("bridge", "/")), "no-http");
      assertEquals(await kindOf(passthrough.call("other", "wait")), "unknown");
    },
  );
  await withHttpSidecar(
    () => new Response(),
    ({ sidecar }) =>
      passing(
        sidecar,
        async ({ passthrough }) =>
          assertEquals(await kindOf(passthrough.call("agents", "ping")), "no-jsonrpc"),
      ),
  );
});

const never = (_: Request, gone: AbortSignal) =>
  new Promise<Response>((resolve) => gone.addEventListener("abort", () => resolve(new Response())));

Deno.test("fetch() ends when whoever asks has gone, and some time after the sidecar was told to end", () =>
  withHttpSidecar(
    never,
    ({ sidecar, requests, end }) =>
      passing(sidecar, async ({ passthrough, clock }) => {
        const gone = new AbortController();
        const left = passthrough.fetch("agents", { method: "GET", path: "/" }, { signal: gone.signal });
        const stayed = kindOf(passthrough.fetch("agents", { method: "GET", path: "/" }));
        while (requests.length < 2) await real.sleep(1);
        gone.abort(new Error("gone"));
        await assertRejects(() => left, Error, "gone");
        end();
        await clock.advance(4 * second);
        assertEquals(await Promise.race([stayed, real.sleep(20)]), undefined);
        await clock.advance(1 * second);
        assertEquals(await stayed, "connection-lost");
        assertEquals(clock.sleeping(), 0);
      }),
  ));

/** A stream that tells events when it is told to. */
function eventSource() {
  const open = new Set<ReadableStreamDefaultController<Uint8Array>>();
  return {
    open,
    answer: () => {
      let mine: ReadableStreamDefaultController<Uint8Array> | null = null;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => void open.add(mine = controller),
        cancel: () => void (mine !== null && open.delete(mine)),
      });
      return new Response(body, { headers: { "content-type": "text/event-stream" } });
    },
    send(text: string) {
      for (const controller of open) controller.enqueue(new TextEncoder().encode(text));
    },
    close() {
      for (const controller of open) controller.close();
    },
    break() {
      for (const controller of open) controller.error(new Error("broken"));
    },
  };
}

Deno.test("stream() passes on what the sidecar sends, and how it ends", async (test) => {
  const ends = { close: null, break: "The connection was lost" } as const;
  for (const [how, reason] of Object.entries(ends)) {
    await test.step(how, () => {
      const source = eventSource();
      return withHttpSidecar(
        source.answer,
        ({ sidecar }) =>
          passing(sidecar, async ({ passthrough, told, saw }) => {
            assertEquals(await passthrough.stream("agents", "/agent/stream/1", { stream: "s" }), "s");
            assertEquals(await kindOf(passthrough.stream("agents", "/", { stream: "s" })), "stream-taken");
            source.send('event: thinking\ndata: {"a":1}\n\n');
            await saw("thinking");
            source[how as keyof typeof ends]();
            await saw("end");
            const about = { name: "agents", stream: "s" };
            assertEquals(told, [
              { ...about, event: "thinking", data: { a: 1 } },
              { ...about, event: "end", data: { reason } },
            ]);
            assertEquals(passthrough.endStream("s"), false);
            // The id is free again.
            assertEquals(
              await passthrough.stream("agents", "/", { stream: "s" }).then(passthrough.endStream),
              true,
            );
          }),
      );
    });
  }
});

Deno.test("stream() lives on without whoever has opened it, until endStream()", () => {
  const source = eventSource();
  return withHttpSidecar(
    source.answer,
    ({ sidecar }) =>
      passing(sidecar, async ({ passthrough, told, saw, clock }) => {
        const gone = new AbortController();
        const id = await passthrough.stream("agents", "/", { signal: gone.signal });
        gone.abort();
        source.send("data: 1\n\n");
        await saw("message");
        assertEquals([passthrough.endStream(id), passthrough.endStream("other")], [true, false]);
        await saw("end");
        assertEquals(told.at(-1)?.data, { reason: null });
        while (source.open.size > 0) await real.sleep(1);
        assertEquals(clock.sleeping(), 0);
      }),
  );
});

Deno.test("stream() still takes the last words of a sidecar that was told to end, but not for ever", () => {
  const source = eventSource();
  return withHttpSidecar(
    source.answer,
    ({ sidecar, end }) =>
      passing(sidecar, async ({ passthrough, told, saw, clock }) => {
        await passthrough.stream("agents", "/");
        end();
        await clock.advance(4 * second);
        source.send("event: result\ndata: 1\n\n");
        await saw("result");
        await clock.advance(1 * second);
        await saw("end");
        assertEquals(told.at(-1)?.data, { reason: "The connection was lost" });
      }),
  );
});

Deno.test("stream() has 100 streams at most, and gives the place of one that was not opened to the next", () => {
  const source = eventSource();
  let isRefused = true;
  const answer = () => isRefused ? new Response(null, { status: 500 }) : source.answer();
  return withHttpSidecar(answer, ({ sidecar }) =>
    passing(sidecar, async ({ passthrough }) => {
      for (let count = 0; count < 101; count++) {
        assertEquals(await kindOf(passthrough.stream("agents", "/", { stream: "s" })), "odd-status");
      }
      isRefused = false;
      const ids = await Promise.all(Array.from({ length: 100 }, () => passthrough.stream("agents", "/")));
      assertEquals(new Set(ids).size, 100);
      assertEquals(await kindOf(passthrough.stream("agents", "/")), "too-many-streams");
      for (const id of ids) passthrough.endStream(id);
      while (source.open.size > 0) await real.sleep(1);
    }));
});
