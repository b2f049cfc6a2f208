// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { createStore } from "../../src/app/store.ts";
import type { Reason } from "../../src/core/reason.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { followPort } from "../../src/tasks/follow_port.ts";
import { stateAfter, t0 } from "../core/situations.ts";
import { fakeHost } from "../support/fake_host.ts";

Deno.test("followPort() asks for each port that is set, and shows why it cannot be had for as long as that is so", async () => {
  const { host, settle } = fakeHost(t0);
  const withPort = (port: number) => ({ ...defaultSettings, dashboard: { port } });
  const store = createStore(stateAfter([], withPort(9464)));
  const reason: Reason = { about: "server", kind: "port-taken", port: 9464, instead: 40_001 };
  const asked: number[] = [];
  const stop = new AbortController();
  const running = followPort({
    host,
    store,
    listenAt(port) {
      asked.push(port);
      return Promise.resolve(port === 9464 ? reason : null);
    },
  })(stop.signal);
  await settle();
  assertEquals([asked, store.state().remarks], [[9464], [{ id: "port", reason }]]);
  store.dispatch({ type: "settings", settings: { ...withPort(9464), language: "vi" }, now: t0 });
  await settle();
  assertEquals(asked, [9464]);
  store.dispatch({ type: "settings", settings: withPort(9465), now: t0 });
  await settle();
  assertEquals([asked, store.state().remarks], [[9464, 9465], []]);
  stop.abort();
  await running;
});
