/** What the running program does about OpenCode when its settings change: simulated servers over real HTTP. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type Agents, createAgents } from "../../src/agents/agents.ts";
import type { Settings } from "../../src/core/settings.ts";
import { reasonOf } from "../../src/core/reason_error.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState, type State } from "../../src/core/state.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { opencodeEdge } from "../../src/agents/opencode/opencode_edge.ts";
import { createStore } from "../../src/app/store.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { until } from "../e2e/desktop.ts";
import { simulatedServer } from "./opencode/simulated_server.ts";
import { NO_LISTENERS } from "./opencode/watching.ts";

interface Stage {
  state(): State;
  perform: Agents["perform"];
  /** Changes the settings from now on. */
  change(settings: Partial<Settings["opencode"]>): void;
}

const PASSWORDS: Readonly<Record<string, string>> = {
  ONE_PASSWORD: "another",
  A_PASSWORD: "marked-password",
};

function test(name: string, work: (stage: Stage) => Promise<void>): void {
  Deno.test(name, async () => {
    const real = denoHost();
    const configOf = (settings: Partial<Settings["opencode"]>) =>
      settingsWith({
        opencode: { ports: [], password_env: "", state_file: "", usage_file: "", ...settings },
      });
    const store = createStore(initialState(configOf({}), nothingSaved));
    const agents = createAgents({
      host: {
        ...real,
        env: (variable) => PASSWORDS[variable],
        // The pauses only spare the machine; here they are short, in the same order.
        sleep: (ms, signal) => real.sleep(ms / 10, signal),
      },
      platform: {
        os: "linux",
        listeners: NO_LISTENERS,
        terminal: () => null,
        focusTerminal: () => null,
      },
      store,
      sources: [opencodeEdge],
    });
    const ended = new AbortController();
    const running = agents.tasks.map(([, task]) => task(ended.signal));
    try {
      await work({
        state: store.state,
        perform: agents.perform,
        change: (settings) =>
          store.dispatch({ type: "settings", settings: configOf(settings), now: real.now() }),
      });
    } finally {
      ended.abort();
      await Promise.all(running);
    }
  });
}

/** By port, how each server is reached. */
const reached = ({ state }: Stage) =>
  state().agents.opencode.map(({ port, reach }) => [port, reach.kind] as const);
const isReached = (stage: Stage, wanted: readonly (readonly [number, string])[]) => () =>
  JSON.stringify(reached(stage).toSorted()) === JSON.stringify(wanted.toSorted());

test("createAgents() lets go of a port that the settings name no more, and finds the one that they name now", async (stage) => {
  await using one = simulatedServer();
  await using two = simulatedServer();
  stage.change({ ports: [one.port] });
  await until(isReached(stage, [[one.port, "connected"]]), "the first server");
  stage.change({ ports: [two.port] });
  await until(isReached(stage, [[two.port, "connected"]]), "the second one alone");
  await until(() => one.streams() === 0, "the end of the first one's stream");
  stage.change({ ports: [] });
  await until(isReached(stage, []), "nobody");
});

test("createAgents() uses the password that the settings name now", async (stage) => {
  await using server = simulatedServer({ password: "marked-password" });
  const ports = [server.port];
  stage.change({ ports });
  await until(isReached(stage, [[server.port, "locked"]]), "the lock");
  stage.change({ ports, password_env: "ONE_PASSWORD" });
  await until(() => server.headers.some((headers) => headers.has("authorization")), "the wrong password");
  await until(isReached(stage, [[server.port, "locked"]]), "the lock again");
  stage.change({ ports, password_env: "A_PASSWORD" });
  await until(isReached(stage, [[server.port, "connected"]]), "the server");
});

test("createAgents() goes on with its servers when other settings change", async (stage) => {
  await using server = simulatedServer({ sessions: [{ id: "ses_a" }] });
  stage.change({ ports: [server.port] });
  await until(isReached(stage, [[server.port, "connected"]]), "the server");
  stage.change({ ports: [server.port], permission_seconds: 30 });
  server.emit("session.status", { sessionID: "ses_a", status: { type: "busy" } }, server.directory);
  const status = () => stage.state().agents.opencode[0]?.sessions["ses_a"]?.status.kind;
  await until(() => status() === "busy", "its next message");
  assertEquals(reached(stage), [[server.port, "connected"]]);
  assertEquals(server.requests.filter((request) => request === "GET /global/health").length, 1);
});

test("createAgents() follows nobody where it is turned off, and begins again", async (stage) => {
  await using server = simulatedServer();
  stage.change({ ports: [server.port] });
  await until(isReached(stage, [[server.port, "connected"]]), "the server");
  stage.change({ ports: [server.port], enabled: false });
  await until(isReached(stage, []), "nobody");
  stage.change({ ports: [server.port] });
  await until(isReached(stage, [[server.port, "connected"]]), "the server again");
});

test("createAgents() answers a server before 1.1 where that listens, and one of today where it does", async (stage) => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.statuses = { ses_1: { type: "busy" } };
  const bodies: unknown[] = [];
  server.instead = (request) =>
    request.method === "POST"
      ? request.json().then((body) => (bodies.push(body), Response.json(true)))
      : null;
  stage.change({ ports: [server.port] });
  await until(isReached(stage, [[server.port, "connected"]]), "the server");
  const metadata = { command: "ls" };
  server.emit("permission.updated", { id: "per_1", sessionID: "ses_1", type: "bash", title: "ls", metadata });
  server.emit("permission.asked", { id: "per_2", sessionID: "ses_1", permission: "bash", metadata });
  const asked = () => Object.keys(stage.state().agents.opencode[0]?.permissions ?? {});
  await until(() => asked().length === 2, "the permissions");
  const instance = stage.state().agents.opencode[0]?.key ?? "";
  for (const permission of asked()) {
    await stage.perform({ kind: "answer-permission", instance, permission, reply: "once" });
  }
  assertEquals(asked(), []);
  const where = "?directory=%2Fh%2Fapp";
  assertEquals(server.requests.filter((request) => request.startsWith("POST")), [
    `POST /session/ses_1/permissions/per_1${where}`,
    `POST /permission/per_2/reply${where}`,
  ]);
  assertEquals(bodies, [{ response: "once" }, { reply: "once" }]);
});

test("createAgents() says why an answer has not reached the agent, and of what is asked no more nothing but that", async (stage) => {
  await using server = simulatedServer({ sessions: [{ id: "ses_1" }] });
  server.statuses = { ses_1: { type: "busy" } };
  server.instead = (request) => request.method === "POST" ? new Response("no", { status: 400 }) : null;
  stage.change({ ports: [server.port] });
  await until(isReached(stage, [[server.port, "connected"]]), "the server");
  const metadata = { command: "ls" };
  server.emit("permission.asked", { id: "per_1", sessionID: "ses_1", permission: "bash", metadata });
  const instance = () => stage.state().agents.opencode[0];
  await until(() => instance()?.permissions["per_1"] !== undefined, "the permission");
  const whyNot = async (key: string, permission: string) => {
    const answer = { kind: "answer-permission", instance: key, permission, reply: "once" } as const;
    return await stage.perform(answer).then(() => null, reasonOf);
  };
  const key = instance()?.key ?? "";
  assertEquals(await whyNot(key, "per_1"), { about: "agent", kind: "refused", product: "OpenCode" });
  const over = { about: "agent", kind: "already-answered" } as const;
  assertEquals([await whyNot(key, "per_2"), await whyNot("another", "per_1")], [over, over]);
});
