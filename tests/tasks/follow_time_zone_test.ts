// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { initialState } from "../../src/core/state.ts";
import { createStore } from "../../src/app/store.ts";
import { followTimeZone } from "../../src/tasks/follow_time_zone.ts";
import { createViewUpdates } from "../../src/app/view_updates.ts";
import { fakeHost } from "../support/fake_host.ts";

Deno.test("followTimeZone() has everything said anew within a minute of another zone", async () => {
  const { host, advance } = fakeHost(Date.UTC(2026, 0, 15, 12));
  let zone = "one", known = "one";
  const store = createStore(initialState(defaultSettings, nothingSaved));
  const travelling = {
    ...host,
    followZone() {
      const changed = zone !== known;
      known = zone;
      return changed;
    },
  };
  const seen: string[] = [];
  const messages = { ...en, loading: "" };
  const views = createViewUpdates(host, store, {
    messages: () => ({ ...messages, loading: `in zone ${known}` }),
    demo: false,
  });
  views.subscribe(({ tooltip }) => seen.push(tooltip.body));
  const ended = new AbortController();
  const running = [followTimeZone({ host: travelling, store })(ended.signal), views.tick(ended.signal)];
  await advance(5 * 60_000);
  assertEquals(seen, ["in zone one"]);
  zone = "two";
  await advance(60_000);
  assertEquals(seen, ["in zone one", "in zone two"]);
  ended.abort();
  await Promise.all(running);
});
