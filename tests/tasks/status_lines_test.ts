/** Status lines for sessions: which figures count as new, and whose they are. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { createStore } from "../../src/app/store.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { readingOf } from "../../src/core/usage/current_usage.ts";
import type { StatusLineInput } from "../../src/core/usage/status_line_input.ts";
import { createStatusLines } from "../../src/tasks/status_lines.ts";
import { july, minute, read, signedIn, stateAfter, t0 } from "../core/situations.ts";

/** A program at the time `at`, whose vendor's sessions say what the texts say as JSON. */
function stage() {
  const store = createStore(stateAfter([signedIn, read(july)]));
  const folders: (string | null)[] = [];
  const now = { at: t0 };
  const lines = createStatusLines({
    host: { now: () => now.at },
    store,
    messages: () => en,
    provider: {
      readStatusLine(text): StatusLineInput {
        const [session, progress, percent] = JSON.parse(text);
        const limits = july.flatMap((limit) =>
          limit.kind === "window" && limit.id === "session" ? [{ ...limit, usedPercent: percent }] : []
        );
        return { session, progress: String(progress), model: session, contextPercent: null, limits };
      },
      loginIn(folder) {
        folders.push(folder);
        return Promise.resolve({ account: folder ?? "one", tokenHash: null });
      },
    },
  });
  return {
    now,
    folders,
    async asked(minutes: number, session: string | null, progress: number, percent: number, folder?: string) {
      now.at = t0 + minutes * minute;
      const asker = { folder: folder ?? null, columns: null };
      return await lines(JSON.stringify([session, progress, percent]), asker);
    },
    told: () => {
      const reading = readingOf(store.state());
      const percent = reading?.limits[0]?.usedPercent;
      return [percent, ((reading?.observedAt ?? 0) - t0) / minute];
    },
  };
}

Deno.test("createStatusLines() takes the same figures for new only if the server has answered the session since", async () => {
  const it = stage();
  await it.asked(1, "a", 1, 15);
  assertEquals(it.told(), [15, 0]);
  await it.asked(2, "a", 1, 15);
  assertEquals(it.told(), [15, 0]);
  await it.asked(3, "a", 2, 15);
  assertEquals(it.told(), [15, 3]);
  await it.asked(4, "b", 3, 15);
  assertEquals(it.told(), [15, 3]);
  await it.asked(5, null, 4, 15);
  await it.asked(6, null, 5, 15);
  assertEquals(it.told(), [15, 3]);
});

Deno.test("createStatusLines() takes figures that have risen, whoever tells them", async () => {
  const it = stage();
  assertEquals(
    await it.asked(1, "a", 1, 20),
    "a · Session 20% ↻ 16:05 · Week 48% ↻ Thu 14:00 · Week · Fable 81% ↻ Thu 14:00",
  );
  assertEquals(it.told(), [20, 1]);
  await it.asked(2, "b", 1, 18);
  assertEquals(it.told(), [20, 1]);
});

Deno.test("createStatusLines() shows each session the figures of its own account", async () => {
  const it = stage();
  assertEquals(await it.asked(1, "a", 1, 70, "/home/p/.work"), "a · Session 70% ↻ 16:05");
  assertEquals([it.told(), it.folders], [[15, 0], ["/home/p/.work"]]);
});

Deno.test("createStatusLines() remembers as many sessions as anybody has", async () => {
  const it = stage();
  await it.asked(1, "first", 1, 15);
  for (let more = 0; more < 200; more++) await it.asked(2, `s${more}`, 1, 15);
  await it.asked(3, "first", 2, 15);
  assertEquals(it.told(), [15, 0]);
  await it.asked(4, "s199", 2, 15);
  assertEquals(it.told(), [15, 4]);
});
