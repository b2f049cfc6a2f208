// @ts-types="../../types/std/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { defaultConfig } from "../../src/core/config.ts";
import { nothingKept } from "../../src/core/kept.ts";
import { initialState } from "../../src/core/state.ts";
import { createStore } from "../../src/store.ts";
import { giveBack } from "../../src/tasks/give_back.ts";
import { fakeHost } from "../fake_host.ts";

Deno.test("giveBack() collects after a burst and during a long one, and never because of time alone or a few events", async () => {
  const { host, advance, settle, sleeping } = fakeHost(Date.UTC(2026, 8, 1));
  const store = createStore(initialState(defaultConfig, nothingKept));
  const ended = new AbortController();
  let collected = 0;
  const running = giveBack({ host, store, collect: () => void collected++ })(ended.signal);
  const happen = (times: number) => {
    for (let event = 0; event < times; event++) {
      store.dispatch({ type: "notice", id: "a", text: `${event}`, now: host.now() });
    }
  };
  await advance(3_600_000);
  happen(150);
  await advance(3_600_000);
  assertEquals([collected, sleeping()], [0, 0], "nothing is left to wait for");
  happen(100);
  await advance(1_900);
  happen(1);
  await advance(2_200);
  assertEquals(collected, 1);
  await advance(3_600_000);
  assertEquals([collected, sleeping()], [2, 0], "once more for what the first has emptied");
  for (let second = 0; second < 60; second++) {
    happen(100);
    await advance(1_000);
  }
  assert(collected >= 5 && collected <= 6, `${collected} while a burst goes on for a minute`);
  await advance(3_600_000);
  const before = collected;
  await advance(3_600_000);
  assertEquals([collected, sleeping()], [before, 0]);
  ended.abort();
  await settle();
  await running;
});
