// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { createStore } from "../../src/app/store.ts";
import { releaseMemory } from "../../src/tasks/memory_release.ts";
import { fakeHost } from "../support/fake_host.ts";

Deno.test("releaseMemory() collects after the start, after a burst and during a long one, and never because of time alone or a few events", async () => {
  const { host, advance, settle, sleeping } = fakeHost(Date.UTC(2026, 8, 1));
  const store = createStore(initialState(defaultSettings, nothingSaved));
  const ended = new AbortController();
  let collected = 0;
  const running = releaseMemory({ host, store, collect: () => void collected++ })(ended.signal);
  const happen = (times: number) => {
    for (let event = 0; event < times; event++) {
      store.dispatch({
        type: "remark",
        id: "a",
        reason: { about: "system", text: `${event}` },
        now: host.now(),
      });
    }
  };
  await advance(10_000);
  assertEquals([collected, sleeping()], [2, 0], "of the start");
  collected = 0;
  await advance(3_600_000);
  happen(150);
  await advance(3_600_000);
  assertEquals([collected, sleeping()], [0, 0], "nothing is left to wait for");
  happen(100);
  await advance(400);
  happen(1);
  await advance(600);
  assertEquals(collected, 1);
  await advance(3_600_000);
  assertEquals([collected, sleeping()], [2, 0], "once more for what the first has emptied");
  for (let part = 0; part < 240; part++) {
    happen(25);
    await advance(250);
  }
  assert(collected >= 6 && collected <= 8, `${collected} while a burst goes on for a minute`);
  await advance(3_600_000);
  const before = collected;
  await advance(3_600_000);
  assertEquals([collected, sleeping()], [before, 0]);
  const nothing = { kind: "unknown" } as const;
  const parts = { sessions: nothing, statuses: nothing, permissions: nothing, questions: nothing };
  const fullState = { directory: "", ...parts, todos: {}, tools: {} };
  for (let number = 1; number <= 4; number++) {
    const event = { type: "full-state", number, fullState } as const;
    const content = { type: "happened", key: "1:1", event } as const;
    store.dispatch({ type: "agents", report: { source: "opencode", content }, now: host.now() });
  }
  await advance(10_000);
  assertEquals(collected, before + 2, "few full states may have been made of much");
  ended.abort();
  await settle();
  await running;
});
