/** A person presses something, and it fails: they are told. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import type { Action } from "../../src/core/action.ts";
import { defaultSettings } from "../../src/core/settings.ts";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { en } from "../../src/core/language/en/messages.ts";
import { vi } from "../../src/core/language/vi/messages.ts";
import { initialState } from "../../src/core/state.ts";
import { createPerformClick } from "../../src/app/perform_click.ts";
import { createStore } from "../../src/app/store.ts";
import { agents, instance, permission, run } from "../core/agents/opencode/situations.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import { ReasonError } from "../../src/core/reason_error.ts";

function stage({ fails, messages = en, hidden = false }: {
  readonly fails: { why: Error | null };
  readonly messages?: typeof en;
  /** There is a permission that could not be shown whole. */
  readonly hidden?: boolean;
}) {
  const asks = instance(1, [], { permissions: permission("a", run, 0, { isWhole: !hidden }) });
  const store = createStore({ ...initialState(defaultSettings, nothingSaved), agents: agents(asks) });
  const screen = new Map<string, string>();
  const performed: Action[] = [];
  const pressed = createPerformClick({
    host: { now: () => 0 },
    store,
    messages: () => messages,
    notifier: () => ({
      show({ subject, title, body }) {
        screen.set(subject, `${title}: ${body}`);
        return Promise.resolve();
      },
      unshow: (subject) => screen.delete(subject),
    }),
    perform(action) {
      performed.push(action);
      return fails.why === null ? Promise.resolve() : Promise.reject(fails.why);
    },
  });
  const shown = () => [...screen.values()];
  return {
    pressed,
    shown,
    performed,
    inMenu: () => store.state().remarks.map(({ reason }) => reasonEn(reason)),
  };
}

Deno.test("createPerformClick() says in menu and notice what could not be opened, until something can be done", async () => {
  const fails = { why: new Error("Cannot open /a: xdg-open cannot be run") as Error | null };
  const { pressed, shown, inMenu } = stage({ fails });
  await pressed({ kind: "open-settings" });
  assertEquals(shown(), ["That could not be done: Cannot open /a: xdg-open cannot be run"]);
  assertEquals(inMenu(), ["Cannot open /a: xdg-open cannot be run"]);
  fails.why = null;
  await pressed({ kind: "sign-in" });
  assertEquals([shown(), inMenu()], [[], []]);
});

Deno.test("createPerformClick() says it in the person's language", async () => {
  const why = new ReasonError({ about: "opening", kind: "program-failed", target: "/a", status: 3 });
  const { pressed, shown } = stage({ fails: { why }, messages: vi });
  await pressed({ kind: "open-settings" });
  assertEquals(shown(), ["Không thực hiện được: Không mở được /a: chương trình mở nó kết thúc với mã 3"]);
});

Deno.test("createPerformClick() is silent where the agent goes on all the same, and where a notice cannot be shown", async () => {
  const answered = stage({ fails: { why: new ReasonError({ about: "agent", kind: "already-answered" }) } });
  await answered.pressed({ kind: "focus-session", instance: "1:2", session: "a" });
  const show = stage({ fails: { why: new Error("no service") } });
  await show.pressed({ kind: "show" });
  assertEquals([answered.shown(), answered.inMenu(), show.shown(), show.inMenu()], [[], [], [], [
    "no service",
  ]]);
});

Deno.test("createPerformClick() allows nothing that could not be shown whole, but rejects it", async () => {
  const { pressed, shown, performed } = stage({ fails: { why: null }, hidden: true });
  const answer = { kind: "answer-permission", instance: "1:2", permission: "per_a" } as const;
  await pressed({ ...answer, reply: "once" });
  assertEquals([performed, shown()], [[], [
    "That could not be done: This cannot be seen whole here: it can be allowed in its terminal only",
  ]]);
  await pressed({ ...answer, reply: "reject" });
  assertEquals(performed.length, 1);
});
