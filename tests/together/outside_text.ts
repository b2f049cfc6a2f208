/**
 * Text from outside in every field of every source, each with its own mark and with characters that command a terminal, turn a
 * direction or are not drawn; and every sink that a person, a terminal or another program reads it from.
 */
import { agentPrograms } from "../../src/core/agents/sources.ts";
import { parseSettings } from "../../src/core/settings.ts";
import { noIconNotice } from "../../src/core/alerts/no_icon_notice.ts";
import { statusNotice } from "../../src/core/views/status_notice.ts";
import { nextNotice } from "../../src/core/alerts/next_notice.ts";
import type { Notice } from "../../src/core/alerts/notice.ts";
import type { Messages } from "../../src/core/language/messages.ts";
import { usageObject } from "../../src/core/views/get_usage_json.ts";
import { agentsFile, agentsFileText } from "../../src/core/agents/agents_plugin_file.ts";
import type { InstanceEvent } from "../../src/core/agents/opencode/instance_event.ts";
import { opencodeList } from "../../src/core/agents/agents_json.ts";
import { parseStreamMessage } from "../../src/core/agents/opencode/wire/parse_stream_message.ts";
import { snapshot } from "../../src/core/views/snapshot.ts";
import { escapedText, withoutMarkup } from "../../src/core/text/shown_text.ts";
import type { Event, State } from "../../src/core/state.ts";
import type { MenuEntry } from "../../src/core/menu_entry.ts";
import { trayView } from "../../src/core/views/tray_view.ts";
import type { Failure } from "../../src/core/usage/usage_failure.ts";
import { tidyNotice } from "../../src/notify/notice_text.ts";
import { linuxPlatform } from "../../src/platform/linux.ts";
import { macosPlatform } from "../../src/platform/macos.ts";
import { windowsPlatform } from "../../src/platform/windows.ts";
import { parseUsage } from "../../src/providers/claude/usage_limits.ts";
import { createNumbering } from "../../src/tray/dbus_menu_nodes.ts";
import { layOutMenu } from "../../src/tray/systray_menu.ts";
import { shortTooltip } from "../../src/core/views/tooltip.ts";
import { fail, minute, read, signedIn } from "../core/situations.ts";

/** Gives the next random number in [0, 1), always the same ones for a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const ODD: readonly string[] = [
  ...["\x1b]0;x\x07", "\x1b[31m", "\x9b2J", "\0", "\r", "\n", "\x08", "\x7f", "\x85", "\t"],
  ...["\u202e", "\u2066", "\u200f", "\u061c", "\u200b", "\u200d", "\ufeff", "\xad", "\u2028", "\u2029"],
  ...["\ue000", "\uf8ff", "\u{10fffd}", "\u{e0041}", "\ufdd0", "\uffff", "\u0378", "\ud800", "\udfff"],
  ...["\ufe0f", "\u3164", "\u034f", "\u0301".repeat(9)],
];

/** Makes the text of a field: a mark of its own among odd characters. */
export function outsideText(random: () => number): (field: string) => string {
  const odd = () => ODD[Math.floor(random() * ODD.length)] ?? "";
  return (field) => `${odd()}<${field}>${odd()}${odd()}&${random() < 0.1 ? odd().repeat(30) : ""}.`;
}

/** An answer of the endpoint with odd text wherever there is text. */
export function usageEvent(text: (field: string) => string, random: () => number, now: number): Event {
  const percent = () => Math.round(random() * 1000) / 10;
  const soon = new Date(now + 3_600_000).toISOString();
  const pick = random();
  const body = pick < 0.5
    ? {
      five_hour: { utilization: percent(), resets_at: soon },
      [text("window")]: { utilization: percent(), resets_at: soon },
      [`seven_day_${text("model")}`]: { utilization: percent(), resets_at: soon },
      limits: [
        {
          kind: text("kind"),
          percent: percent(),
          resets_at: soon,
          scope: { model: { display_name: text("scope") } },
        },
        {
          kind: "weekly_scoped",
          percent: percent(),
          resets_at: soon,
          scope: { surface: text("surface") },
        },
      ],
    }
    : pick < 0.9
    ? { [text("unreadable")]: { utilization: text("percent") } }
    : { error: { type: text("error") } };
  const parsed = parseUsage(body, now);
  switch (parsed.kind) {
    case "limits":
      return read(parsed.limits, now);
    case "odd":
      return fail({ kind: "odd-body", why: parsed.why }, now);
    case "rate-limited":
      return fail({ kind: "rate-limited", retryAfterMs: null }, now);
  }
}

/** Failures with text of systems and settings. */
export function failures(text: (field: string) => string): readonly Failure[] {
  return [
    { kind: "certificate", how: "untrusted", host: text("host") },
    { kind: "setting", why: { about: "system", text: text("setting") } },
    { kind: "credentials-unreadable", file: text("file"), why: { about: "system", text: text("why") } },
  ];
}

const key = "4096:1";

/** Everything else that comes from outside: settings, systems, agents. */
export function outsideEvents(text: (field: string) => string, now: number): readonly Event[] {
  const refused = parseSettings({ language: text("value") });
  const happened = (event: InstanceEvent): Event => ({
    type: "agents",
    report: { source: "opencode", content: { type: "happened", key, event } },
    now,
  });
  const says = (type: string, properties: unknown): readonly Event[] => {
    const streamed = parseStreamMessage(
      JSON.stringify({ directory: text("ran-in"), payload: { type, properties } }),
    );
    return streamed.kind === "message" ? [happened({ type: "message", message: streamed.message })] : [];
  };
  const session = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({
    info: {
      id,
      title: text("title"),
      directory: `/h/${text("folder")}`,
      time: { created: now, updated: now },
      ...more,
    },
  });
  const permission = (id: string, name: string, metadata: unknown) =>
    says("permission.asked", {
      ...{ id, sessionID: "ses_1", permission: name, patterns: [text("pattern")], metadata },
      always: [text("always")],
    });
  const empty = { kind: "known", value: [] } as const;
  return [
    signedIn,
    { type: "settings-refused", problems: refused.kind === "problems" ? refused.problems : [], now },
    { type: "autostart", autostart: { kind: "other", path: text("path") }, now },
    { type: "newest-version", newest: null, newer: text("version"), now },
    {
      type: "broke",
      breakdown: {
        task: text("task"),
        why: { about: "system", text: text("message") },
        at: now,
        retryAt: now + minute,
      },
      now,
    },
    { type: "remark", id: "system", reason: { about: "system", text: text("system") }, now },
    { type: "undelivered", why: { about: "system", text: text("undelivered") }, now },
    {
      type: "agents",
      report: {
        source: "opencode",
        content: { type: "found", key, port: 4096, pid: 1, tty: text("tty"), version: text("server") },
      },
      now,
    },
    happened({ type: "server-details", directory: `/h/${text("directory")}` }),
    happened({ type: "reach", reach: { kind: "connected", since: now - minute } }),
    happened({ type: "full-state-requested", number: 1 }),
    happened({
      type: "full-state",
      number: 1,
      fullState: {
        ...{ directory: "", sessions: empty, permissions: empty, questions: empty, todos: {}, tools: {} },
        statuses: { kind: "known", value: {} },
      },
    }),
    ...says("session.created", session("ses_1")),
    ...says("session.created", session("ses_2", { parentID: "ses_1" })),
    ...says("session.status", { sessionID: "ses_1", status: { type: "busy" } }),
    ...says("session.status", {
      sessionID: "ses_2",
      status: { type: "retry", attempt: 1, message: text("retry"), next: now },
    }),
    ...says("session.error", {
      sessionID: "ses_2",
      error: { name: "x", data: { message: text("session-error") } },
    }),
    ...says("message.part.updated", {
      part: {
        ...{ id: "prt_1", sessionID: "ses_1", type: "tool", tool: text("tool") },
        state: { status: "running", input: { command: text("argument") }, time: { start: now } },
      },
    }),
    ...says("todo.updated", {
      sessionID: "ses_1",
      todos: [{ content: text("todo"), status: "in_progress" }],
    }),
    ...permission("per_1", "bash", { command: text("command") }),
    ...permission("per_2", text("permission"), { url: text("url"), description: text("description") }),
    ...says("question.asked", {
      ...{ id: "que_1", sessionID: "ses_1" },
      questions: [{
        question: text("question"),
        header: text("header"),
        options: [{ label: text("label"), description: text("option") }],
      }],
    }),
  ];
}

const env = (name: string) =>
  name === "HOME" || name === "USERPROFILE" || /DATA/.test(name) ? "/h" : undefined;
const platforms = [linuxPlatform(env, "x86_64"), macosPlatform(env), windowsPlatform(env)];

/** What each sink holds of a state; those of several lines may hold "\n". */
export interface Sinks {
  readonly lines: readonly string[];
  readonly texts: readonly string[];
}

/** The sinks of an answer's texts alone: of these there are many. */
export function quickSinksOf(state: State, now: number, messages: Messages): Sinks {
  const { menu, tooltip } = trayView(state, now, { messages, demo: false });
  return {
    lines: [...menuTexts(menu), tooltip.title],
    texts: [tooltip.body, ...valuesIn(snapshot(state, now, messages))],
  };
}

function menuTexts(entries: readonly MenuEntry[]): readonly string[] {
  return entries.flatMap((entry) => {
    switch (entry.kind) {
      case "separator":
        return [];
      case "item":
        return [entry.label];
      case "submenu":
        return [entry.label, ...menuTexts(entry.entries)];
    }
  });
}

export function sinksOf(state: State, now: number, messages: Messages): Sinks {
  const view = trayView(state, now, { messages, demo: false });
  const { title, body } = view.tooltip;
  const agent = nextNotice(state, now + minute, messages);
  const notices = [
    statusNotice(state, now, messages),
    ...state.remarks.slice(0, 1).map(({ reason }) => noIconNotice(reason, null, messages)),
    ...(agent === null ? [] : [agent.notice]),
  ];
  const nodes = createNumbering().number(view.menu);
  const style = { drawTicks: true, escape: (label: string) => label };
  const labels = (all: typeof nodes): readonly string[] =>
    all.flatMap(({ properties, children }) => [String(properties.get("label") ?? ""), ...labels(children)]);
  const titles = (items: ReturnType<typeof layOutMenu>["items"]): readonly string[] =>
    items.flatMap((item) => [item.title, ...titles(item.items ?? [])]);
  return {
    lines: [
      ...menuTexts(view.menu),
      ...labels(nodes),
      ...titles(layOutMenu(view.menu, style).items),
      title,
      ...notices.flatMap((notice) => [tidyNotice(notice).title]),
      // As `status`, `events` and `call` print them.
      ...[snapshot(state, now, messages), usageObject(state, now, messages), view, agent]
        .map((value) => escapedText(JSON.stringify(value))),
      agentsFileText(agentsFile(agentPrograms(state.agents, now), messages.agents.untitled), now),
      withoutMarkup(title),
      // As a program reads them that takes the values out.
      ...valuesIn(snapshot(state, now, messages)).flatMap((value) => value.split("\n")),
      ...valuesIn(usageObject(state, now, messages)).flatMap((value) => value.split("\n")),
      ...valuesIn(opencodeList(state.agents, now)).flatMap((value) => value.split("\n")),
      ...valuesIn(agentsFile(agentPrograms(state.agents, now), messages.agents.untitled)),
    ],
    texts: [
      body,
      escapedText(`${title}\n${body}\n`),
      shortTooltip(view, 1000),
      ...notices.map((notice) => tidyNotice(notice).body),
      ...notices.flatMap(commandTexts),
      ...(agent === null ? [] : [agent.notice.title, agent.notice.body, ...valuesIn(agent.alerts)]),
    ],
  };
}

/** What the systems' own programs are given. */
function commandTexts(notice: Notice): readonly string[] {
  return platforms.flatMap((platform) => {
    const { args, stdin } = platform.notify(tidyNotice(notice), null);
    return [...args, ...(stdin === undefined ? [] : valuesIn(JSON.parse(stdin)))];
  });
}

function valuesIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value !== "object" || value === null ? [] : Object.values(value).flatMap(valuesIn);
}
