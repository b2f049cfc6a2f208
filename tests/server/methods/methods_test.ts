/** Every method of the RPC on a real server: its answers match its schema, and each key of the schema appears in some answer. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import * as z from "zod";
import { type Settings, settingsSchema } from "../../../src/core/settings.ts";
import type { Event } from "../../../src/core/state.ts";
import type { Failure } from "../../../src/core/usage/usage_failure.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { noParams } from "../../../src/server/methods/method.ts";
import { methods } from "../../../src/server/methods/methods.ts";
import { connectRunning, RpcError } from "../../../src/server/rpc_client.ts";
import { fail, hour, july, minute, read, requestBudget, t0 } from "../../core/situations.ts";
import { happens, reports, sidecar, withSidecars } from "../../core/sidecars/sidecar_samples.ts";
import { agentsAtWork } from "../agents_at_work.ts";
import { sidecarsAtWork } from "../sidecars_at_work.ts";
import { onStage, type StageOptions } from "../server_stage.ts";

const host = denoHost();

/** What methods with parameters are called with. */
const given: Readonly<Record<string, readonly unknown[]>> = {
  "usage.history": [undefined, { from: "2026-07-01T00:00:00Z", to: t0, resolution: "day", account: "one" }],
  "usage.forecast": [undefined, { limit: "session", account: "one" }],
  "alerts.snooze": [{ minutes: 15 }, { until: "reset" }],
  "alerts.press": [{ key: "x" }],
  "usage.statusLine": [{ input: "{}" }, { input: "", folder: "/a", columns: 80 }],
  "opencode.answer": [
    { instance: "4096:4097", permission: "per_0", reply: "once" },
    { instance: "4096:4097", question: "que_b", answers: [["Blue"]] },
    { instance: "4096:4097", question: "que_b", reject: true },
  ],
  "status.line": [{}, { template: "{percent}% {{{limit}}}" }],
  "status.terminal": [{ columns: 80 }],
  "sidecar.status": [{ name: "agents" }, { name: "flaky" }, { name: "broken" }],
  "sidecar.start": [{ name: "agents" }, { name: "broken" }],
  "sidecar.ensureRunning": [{ name: "agents" }],
  "sidecar.restart": [{ name: "flaky" }],
  "sidecar.stop": [{ name: "agents" }],
  "sidecar.logs": [{ name: "agents" }, { name: "agents", lines: 1, after: 1, wait_seconds: 0.1 }],
  "sidecar.call": [{ name: "agents", method: "board.get", params: { id: 1 } }],
  "sidecar.fetch": [{ name: "agents", method: "POST", path: "/agent/1?x=%20", body: [1] }],
  "sidecar.stream": [{ name: "agents", path: "/agent/stream/1" }],
  "sidecar.endStream": [{ stream: "s1" }],
  "config.set": [{ language: "vi" }],
  "login.surroundings": [{ salt: "0123456789abcdef" }],
};

/** So much of the session was used so many minutes ago, and of a week that runs until nobody knows when. */
const used = (session: number, ago: number): Event =>
  read(
    july.map((limit) =>
      limit.kind !== "window"
        ? limit
        : limit.id === "session"
        ? { ...limit, usedPercent: session }
        : { ...limit, resetsAt: null, resetUnknown: true as const }
    ),
    t0 - ago * minute,
  );

interface Situation extends StageOptions {
  readonly events?: readonly Event[];
}

const down = (failure: Failure): Situation => ({ events: [fail(failure, t0 - 20 * minute)] });

const refusal: Failure = { kind: "rate-limited", retryAfterMs: hour, unproven: true };
const refused: Event = {
  type: "answered",
  answer: { kind: "failure", failure: refusal },
  tokenHash: "t2",
  random: 0,
  now: t0,
};
const otherLogin: Event = {
  type: "credential",
  credential: {
    kind: "token",
    account: "two",
    origin: "Claude Code",
    tokenHash: "t2",
    expiresAt: null,
    requestBudget,
  },
  now: t0,
};

/** Settings with every key that there can be. */
const full: Settings = settingsSchema.parse({
  language: "vi",
  sidecar: [{
    name: "agents",
    command: ["server", "{port}"],
    env: { ANY: "" },
    shutdown: { type: "http", path: "/shutdown" },
  }],
});
const situations: Readonly<Record<string, Situation>> = {
  "good figures, and a change that is refused": {},
  "agents at work, and an answer that comes too late": {
    state: agentsAtWork,
    parts: {
      perform: () => Promise.reject(new Error("It was answered already")),
      changeSettings: () => Promise.resolve({ kind: "settings", settings: full, unknownKeys: [] }),
    },
  },
  "sidecars in the settings": { events: [{ type: "settings", settings: full, now: t0 }] },
  "a sidecar that is restarted, and one that is not": {
    events: [
      {
        type: "settings",
        settings: withSidecars(sidecar("a"), sidecar("b", { auto_restart: false })),
        now: t0,
      },
      ...["a", "b"].flatMap((name) => [
        happens(name, { kind: "start", by: "person" }),
        happens(name, reports(1).exited),
      ]),
    ],
  },
  "sidecars at work": { state: sidecarsAtWork },
  "a rate that leads beyond the limit": {
    events: [used(20, 40), used(30, 30), used(40, 20), used(50, 10)],
  },
  "a rate that lasts": { events: [used(16, 40), used(17, 30), used(18, 20), used(19, 10)] },
  "no network": down({ kind: "offline", how: "dns" }),
  "no login": down({ kind: "token-refused" }),
  "a certificate that is not trusted": down({ kind: "certificate", how: "untrusted", host: "api.example" }),
  "a refusal": down(refusal),
  "a refusal, and nothing known": { events: [otherLogin, refused] },
  "alerts that cannot be shown, and a start at login": {
    events: [
      { type: "undelivered", why: { about: "system", text: "no service" }, now: t0 },
      { type: "autostart", autostart: { kind: "on" }, now: t0 },
    ],
  },
};

/** The names of all keys in it. */
function keysIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return Object.entries(value).flatMap(([key, each]) => [key, ...keysIn(each)]);
}

/** The names of all keys that a schema, written as a JSON Schema, has. */
function keysOf(json: unknown): readonly string[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, each]) =>
    key === "properties" ? [...Object.keys(each), ...Object.values(each).flatMap(keysOf)] : keysOf(each)
  );
}

/** By method, the names of the keys that were in its answers. */
type Answered = ReadonlyMap<string, Set<string>>;

async function callAll({ events = [], ...options }: Situation, answered: Answered): Promise<void> {
  await onStage(async ({ file, store, sidecars }) => {
    sidecars.print("agents", { from: "stdout", text: "up" });
    const client = await connectRunning(host, file);
    assert(client !== null);
    for (const event of events) store.dispatch(event);
    for (const method of methods) {
      // Where there are none, they say so.
      if (/^sidecar\.(?!list|endStream)/.test(method.name) && options.state !== sidecarsAtWork) continue;
      for (const params of given[method.name] ?? [undefined]) {
        const answer = await client.call(method.name, params).catch((error: unknown) => error);
        // The stage cannot perform it, or there is no reset to wait for: an error, which no schema is about.
        if (answer instanceof RpcError && (answer.code === 1 || options.parts?.perform !== undefined)) {
          continue;
        }
        (await method.answer()).parse(answer);
        for (const key of keysIn(answer)) answered.get(method.name)?.add(key);
      }
    }
    client.close();
  }, options);
}

Deno.test("every method answers what its schema says, and all that it says", async (test) => {
  const answered = new Map(methods.map(({ name }) => [name, new Set<string>()]));
  for (const [name, situation] of Object.entries(situations)) {
    await test.step(name, () => callAll(situation, answered));
  }
  for (const { name, answer } of methods) {
    await test.step(`${name} has no key that is never answered`, async () => {
      const keys = new Set(keysOf(z.toJSONSchema(await answer(), { unrepresentable: "any" })));
      assertEquals([...keys].filter((key) => !answered.get(name)?.has(key)), []);
    });
  }
});

Deno.test("methods without parameters take none, and each of the others is called here", () => {
  const without = methods.filter(({ params }) => params === noParams).map(({ name }) => name);
  const others = methods.filter(({ params }) => params !== noParams).map(({ name }) => name);
  assertEquals(Object.keys(given).toSorted(), others.toSorted());
  assertEquals(new Set([...without, ...others]).size, methods.length, "two methods of one name");
});

Deno.test("parameters that are wrong are named, also where there may be none", async () => {
  await onStage(async ({ file }) => {
    const client = await connectRunning(host, file);
    const told = async (params: unknown) => {
      const error = await client?.call("usage.history", params).catch((thrown: unknown) => thrown);
      return error instanceof RpcError ? error.message : null;
    };
    assertMatch(await told({ resolution: "minute" }) ?? "", /^Invalid params: resolution: .*"quarter"/);
    assertMatch(await told({ account: 1 }) ?? "", /^Invalid params: account: .*string/);
    assertMatch(await told({ from: null }) ?? "", /^Invalid params: from: /);
    client?.close();
  });
});
