/** The tray helper is kept running, on a clock that the test drives: a helper in memory says what a real one says, or breaks. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { ReasonError } from "../../src/core/reason_error.ts";
import { shortTooltip } from "../../src/core/views/tooltip.ts";
import type { MemoryProgram } from "../../src/host/programs/memory_programs.ts";
import type { TrayStatus } from "../../src/tray/driver.ts";
import { VIEW, withEntry, withLabel, withPercent } from "../e2e/tray_views.ts";
import { inEnglish } from "../support/in_english.ts";
import { choose, heard, lastTold, stage, works } from "./helper_stage.ts";

const kindsOf = (statuses: readonly TrayStatus[]) => statuses.map(({ kind }) => kind);

/** The pause before the next start, in ms, where that is all that was told. */
function pauseOf(statuses: readonly TrayStatus[]): number {
  const [status, ...others] = statuses;
  assert(status?.kind === "broken" && others.length === 0, JSON.stringify(statuses));
  return status.retryMs;
}

Deno.test("superviseHelper() gives a helper that is ready the whole menu, and then what changes", async () => {
  const { settle, started, latest, told, show, actions, end, outcome } = stage();
  await settle();
  assertEquals(kindsOf(told()), ["shown"]);
  const [menu, ...more] = heard(latest());
  assertEquals(more, []);
  assertEquals(menu?.tooltip, shortTooltip(VIEW, Infinity));
  await show(withLabel(VIEW, "limit:session", "Session 93 %"));
  const [, item, ...others] = heard(latest());
  assertEquals([item?.type, (item?.item as { title: string }).title], ["update-item", "Session 93 %"]);
  assertEquals(others, []);
  latest().print('Gtk-WARNING: {}\n{"type":"clicked","__id":999}\n');
  choose(latest(), "Refresh now");
  await settle();
  assertEquals(actions, [{ kind: "refresh" }]);
  await show(withPercent(VIEW, 93));
  assert(heard(latest()).some(({ type }) => type === "update-menu"));
  end();
  await settle();
  assertEquals(lastTold(latest()), "exit");
  latest().end({ code: 0, signal: null });
  assertEquals(await outcome, "resolved");
  assertEquals([started.length, latest().signals, latest().isReleased, told()], [1, [], true, []]);
});

Deno.test("superviseHelper() gives the helper what it needs of the environment, and no token", async () => {
  for (const os of ["macos", "windows"] as const) {
    const { settle, latest, end, outcome } = stage({ os });
    await settle();
    const { env, program, args, stdin } = latest().command;
    assertEquals([program, args, stdin], ["/helper", [], "piped"]);
    assertEquals(env.PATH, "/bin");
    assertEquals(Object.values(env).filter((value) => value === "secret"), []);
    end();
    await settle();
    latest().end({ code: 0, signal: null });
    await outcome;
  }
});

Deno.test("superviseHelper() starts a helper that has ended again, and says why it did, with its last words", async () => {
  const { settle, advance, started, latest, told, end, outcome } = stage();
  await settle();
  assertEquals(kindsOf(told()), ["shown"]);
  latest().print("Gdk: lost the display\n", "stderr");
  latest().end({ code: 1, signal: null });
  await settle();
  const [broken, ...others] = told();
  assert(broken?.kind === "broken" && others.length === 0);
  assertEquals(inEnglish(broken.why), "The tray helper has ended: status 1; Gdk: lost the display");
  const pauseMs = broken.retryMs;
  assert(pauseMs >= 1_000 && pauseMs <= 1_200, `${pauseMs} ms`);
  await advance(pauseMs - 1);
  assertEquals(started.length, 1);
  await advance(1);
  assertEquals([started.length, kindsOf(told())], [2, ["shown"]]);
  latest().end({ code: null, signal: "SIGKILL" });
  await settle();
  const [again] = told();
  assert(again?.kind === "broken");
  assertEquals(inEnglish(again.why), "The tray helper has ended: signal SIGKILL");
  end();
  assertEquals(await outcome, "resolved");
  assertEquals(started.length, 2);
});

Deno.test("superviseHelper() never gives up: its pauses grow to a minute, and begin anew after a minute of health", async () => {
  let isGood = false;
  const { advance, settle, started, latest, told, end, outcome } = stage({
    play: (helper) => isGood ? works(helper) : helper.end({ code: 1, signal: null }),
  });
  await settle();
  const pauses: number[] = [];
  for (let crash = 1; crash <= 20; crash++) {
    assertEquals(started.length, crash);
    const statuses = told();
    assertEquals(
      inEnglish((statuses[0] as { why: unknown }).why),
      "The tray helper ended at its start: status 1",
    );
    pauses.push(pauseOf(statuses));
    if (crash === 20) isGood = true;
    await advance(pauses.at(-1) ?? 0);
  }
  const least = [1, 2, 4, 8, 16, 32, ...Array(14).fill(60)].map((seconds) => seconds * 1_000);
  pauses.forEach((pause, index) => {
    const ms = least[index] ?? 0;
    assert(pause >= ms && pause <= Math.min(60_000, ms * 1.2), `${pauses}`);
  });
  assertEquals(kindsOf(told()), ["shown"]);
  await advance(60_000);
  latest().end({ code: null, signal: "SIGKILL" });
  await settle();
  assert(pauseOf(told()) <= 1_200);
  end();
  await outcome;
});

Deno.test("superviseHelper() ends a helper that shows no icon within 10 s, by force where it must", async () => {
  const { advance, started, told, end, outcome } = stage({
    play: (helper) => {
      helper.endsAt = "kill";
      helper.print("Gtk-WARNING: no icon theme\n");
    },
  });
  await advance(9_999);
  assertEquals([told(), started[0]?.signals], [[], []]);
  await advance(1);
  assertEquals(heard(started[0] as MemoryProgram), [{ type: "exit" }]);
  await advance(999);
  assertEquals(started[0]?.signals, []);
  await advance(3_000);
  assertEquals(started[0]?.signals, ["terminate", "kill"]);
  const [broken] = told();
  assertEquals(inEnglish((broken as { why: unknown }).why), "The tray helper does not show its icon");
  await advance(1_200);
  assertEquals(started.length, 2);
  end();
  await advance(5_000);
  assertEquals([await outcome, started[1]?.signals], ["resolved", ["terminate", "kill"]]);
});

Deno.test("superviseHelper() starts a new helper for what only a new one can show, at once, which is no failure", async () => {
  const { settle, started, latest, told, show, end, outcome } = stage({ os: "windows" });
  await settle();
  assertEquals(kindsOf(told()), ["shown"]);
  let longer = VIEW;
  for (let time = 1; time <= 5; time++) {
    longer = withEntry(longer, { kind: "separator", id: `more-${time}` });
    const before = latest();
    await show(longer);
    assertEquals(lastTold(before), "exit");
    before.end({ code: 0, signal: null });
    await settle();
    assertEquals([started.length, kindsOf(told())], [time + 1, ["shown"]]);
  }
  for (const percent of [50, 51]) await show(withPercent(longer, percent));
  assertEquals(lastTold(latest()), "exit");
  latest().end({ code: 0, signal: null });
  await settle();
  assertEquals(kindsOf(told()), ["shown"]);
  latest().end({ code: null, signal: "SIGKILL" });
  await settle();
  assert(pauseOf(told()) <= 1_200);
  end();
  await outcome;
});

Deno.test("superviseHelper() says why no helper can be started, and tries again", async () => {
  let why = "the disk is full";
  const { settle, advance, started, told, end, outcome } = stage({
    place: () =>
      why === ""
        ? Promise.resolve("/helper")
        : Promise.reject(new ReasonError({ about: "system", text: why })),
  });
  await settle();
  const first = told();
  assertEquals(inEnglish((first[0] as { why: unknown }).why), "the disk is full");
  why = "";
  await advance(pauseOf(first));
  assertEquals([started.length, kindsOf(told())], [1, ["shown"]]);
  end();
  await settle();
  started[0]?.end({ code: 0, signal: null });
  await outcome;
  const unrunnable = stage({
    play: () => {
      throw new Error("Exec format error (os error 8)");
    },
  });
  await unrunnable.settle();
  const [broken] = unrunnable.told();
  assertEquals(
    inEnglish((broken as { why: unknown }).why),
    "The tray helper cannot be started: Exec format error (os error 8)",
  );
  unrunnable.end();
  assertEquals(await unrunnable.outcome, "resolved");
});

Deno.test("superviseHelper() rejects when this program's own work fails, and leaves no helper behind", async () => {
  const { settle, latest, listeners, outcome } = stage({
    perform: () => {
      throw new Error("no such action");
    },
  });
  await settle();
  choose(latest(), "Quit");
  await settle();
  assertEquals(lastTold(latest()), "exit");
  latest().end({ code: 0, signal: null });
  assertMatch(await outcome, /no such action/);
  assertEquals([latest().isReleased, listeners.size], [true, 0]);
  const deaf = stage({
    status: ({ kind }) => {
      if (kind === "broken") throw new Error("no such state");
    },
  });
  await deaf.settle();
  deaf.latest().children.add(1);
  deaf.latest().end({ code: 1, signal: null });
  assertMatch(await deaf.outcome, /no such state/);
  assertEquals([deaf.latest().isReleased, deaf.started.length], [true, 1]);
});

Deno.test("superviseHelper() ends at any moment, and starts nothing after it", async () => {
  const placing = Promise.withResolvers<string>();
  const early = stage({ place: () => placing.promise });
  await early.settle();
  early.end();
  placing.resolve("/helper");
  await early.settle();
  assertEquals([await early.outcome, early.started.length], ["resolved", 0]);
  const pausing = stage({ play: (helper) => helper.end({ code: 1, signal: null }) });
  await pausing.settle();
  pausing.end();
  assertEquals([await pausing.outcome, pausing.started.length], ["resolved", 1]);
});
