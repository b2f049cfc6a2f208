// @ts-types="../../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { situationOf } from "../../../../src/core/alerts/due_alerts.ts";
import { agentWaiting } from "../../../../src/core/alerts/kinds/agent_waiting.ts";
import { seriesText } from "../../../../src/core/alerts/series.ts";
import type { Instance } from "../../../../src/core/agents/opencode/instance.ts";
import { en } from "../../../../src/core/language/en/messages.ts";
import type { Wish } from "../../../../src/core/agents/waiting.ts";
import { wishOf } from "../../../../src/core/agents/opencode/wire/permission_kinds.ts";
import { tidyNotice } from "../../../../src/notify/notice_text.ts";
import { stateAfter } from "../../situations.ts";
import { NOTICE } from "../../../platform/hostile_texts.ts";
import { agents, busy, instance, now, permission, question } from "../../agents/opencode/situations.ts";

const run: Wish = { kind: "run", command: "git push" };
const waits = (
  ago: number,
  wish: Wish = run,
) => [instance(1, [{ id: "a", status: busy }], { permissions: permission("a", wish, ago) })];

/** What is due where an agent is told to wait after five seconds. */
const dueWaiting = (opencode: readonly Instance[]) =>
  agentWaiting.due(situationOf({ ...stateAfter([]), agents: agents(...opencode) }, now)).map((
    { series, mark, facts },
  ) => ({
    series: seriesText(series),
    mark,
    notice: agentWaiting.noticeOf([facts], en),
  }));

Deno.test("agentWaiting tells after permission_seconds, with buttons to answer", () => {
  assertEquals(dueWaiting(waits(4999)), []);
  const answer = { kind: "answer-permission", instance: "1:2", permission: "per_a" } as const;
  assertEquals(dueWaiting(waits(5000)), [{
    series: "opencode-waiting:1:2:per_a",
    mark: 0,
    notice: {
      subject: "opencode:1:2:per_a",
      title: "app: wants to run `git push`",
      body: "Title a",
      urgency: "normal",
      buttons: [
        { id: "once", label: "Allow once", action: { ...answer, reply: "once" } },
        { id: "reject", label: "Reject", action: { ...answer, reply: "reject" } },
      ],
      opens: {
        label: "Show terminal",
        action: { kind: "focus-session", instance: "1:2", session: "a" },
      },
    },
  }]);
});

Deno.test("agentWaiting has no buttons where nothing can be answered from here, and names the source of the agent", () => {
  const [alert] = agentWaiting.due(situationOf({ ...stateAfter([]), agents: agents(...waits(5000)) }, now));
  assert(alert?.facts.waiting.kind === "permission");
  const { program, waiting } = alert.facts;
  const notice = agentWaiting.noticeOf([{
    kind: "agent-waiting",
    program: { ...program, source: "other" },
    waiting: { ...waiting, isAnswerable: false },
  }], en);
  assertEquals([notice.subject, notice.buttons, notice.opens?.label], [
    "other:1:2:per_a",
    [],
    "Show terminal",
  ]);
});

Deno.test("agentWaiting lets nobody allow what cannot be read whole", () => {
  let withButtons = 0;
  for (let length = 1; length < 300; length++) {
    const wish: Wish = { kind: "run", command: `echo ${"x".repeat(length)}; rm -rf ~` };
    const [alert] = dueWaiting(waits(9000, wish));
    if (alert === undefined || !alert.notice.buttons.some(({ id }) => id === "once")) continue;
    withButtons += 1;
    // As it is shown.
    const { title, body } = tidyNotice(alert.notice);
    // Of a title no more than 30 letters are sure to be seen.
    assert(`${title.slice(0, 30)}\n${body}`.includes("rm -rf ~`"), `cut at ${length}: ${title} / ${body}`);
  }
  assert(withButtons > 100 && withButtons < 299, `${withButtons}`);
});

Deno.test("agentWaiting shows the end of a command in the notice, or offers the terminal and Reject alone", () => {
  const buttons = (command: string) => {
    const { wish, isWhole } = wishOf("bash", [], { command });
    const permissions = permission("a", wish, 9000, { isWhole });
    const [alert] = dueWaiting(
      [instance(1, [{ id: "a", status: busy }], { permissions })],
    );
    const { title, body, buttons: all } = tidyNotice(alert?.notice ?? { ...NOTICE });
    assert(!all.some(({ id }) => id === "once") || `${title.slice(0, 30)}\n${body}`.includes("; rm -rf ~`"));
    return all.map(({ id }) => id);
  };
  for (const hider of [" ", "\n", "\t", "\u200b", "\u3000", "\u3164", "\u2800", "\u{e0041}", " \u202e"]) {
    assertEquals(buttons(`git status${hider.repeat(1995)}; rm -rf ~`), ["once", "reject"]);
  }
  for (
    const long of [
      "x".repeat(2001),
      "x ".repeat(100),
      "WWWWWWWWW ".repeat(12),
      "W".repeat(110),
      `${"x".repeat(21)} `.repeat(7),
      "中".repeat(100),
      "\ufdfd".repeat(20),
      " ".repeat(1 << 17),
    ]
  ) {
    assertEquals(buttons(`git status ${long}; rm -rf ~`), ["terminal", "reject"]);
  }
});

Deno.test("agentWaiting tells of questions too, to be answered where they are shown", () => {
  const item = { header: "", text: "Which?", isWhole: true, options: [], multiple: false };
  const [alert] = dueWaiting(
    [instance(1, [], { questions: question("a", [item], 9000) })],
  );
  assertEquals([alert?.notice.title, alert?.notice.buttons], ["app: asks: Which?", []]);
});
