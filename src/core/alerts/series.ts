/**
 * The series under which alerts are told, as values and as the texts in `state.json`. An alert is told once in its series, and again
 * only for a higher mark. Only this file knows how the texts are written. Texts of older versions must stay readable.
 */
import type { Period } from "../usage/periods.ts";

/** Names one period of one limit of an account. */
export type PeriodName = string;

/** Names one limit of an account. */
export type LimitName = string;

/** `kind`: of the alert. */
export type Series =
  /** One period of a limit. */
  | { readonly of: "period"; readonly kind: string; readonly period: PeriodName }
  /** One reset that is still to come (epoch ms). When the server moves it, that is another one. */
  | {
    readonly of: "coming reset";
    readonly kind: "before-reset";
    readonly period: PeriodName;
    readonly at: number | null;
  }
  /** A limit in money, whose periods are not known. */
  | { readonly of: "money"; readonly kind: "threshold"; readonly limit: LimitName }
  /** One token, by its hash; "none" = there is no token. */
  | { readonly of: "token"; readonly kind: string; readonly token: string }
  /** This machine, or the program on it: there is one of them. */
  | { readonly of: "machine"; readonly kind: string }
  /** Something in a session of an agent of that source; `program` is the key of its program. */
  | {
    readonly of: "agent";
    readonly kind: AgentKind;
    readonly source: string;
    readonly program: string;
    readonly id: string;
  }
  /** One failure of a sidecar, by its time (epoch ms). */
  | { readonly of: "sidecar"; readonly kind: "sidecar-failed"; readonly name: string; readonly at: number };

type AgentKind = "agent-waiting" | "agent-finished";

/** The series of one kind of alert. */
export type SeriesOf<Kind extends string> = Series & { readonly kind: Kind };

export function periodName({ account, limit, startedAt }: {
  readonly account: string;
  readonly limit: string;
  readonly startedAt: number;
}): PeriodName {
  return `${account}/${limit}/${startedAt}`;
}

export function limitName(account: string, limit: string): LimitName {
  return `${account}/${limit}`;
}

/** The name of the period before this one; null = its end was not seen. */
export function endedPeriodName({ account, limit, ended }: Period): PeriodName | null {
  return ended === null ? null : periodName({ account, limit, startedAt: ended.startedAt });
}

/** The text in `state.json`. Two series are the same if their texts are the same. */
export function seriesText(series: Series): string {
  switch (series.of) {
    case "period":
      return `limit/${series.period}/${series.kind}`;
    case "coming reset":
      return `limit/${series.period}/before-${series.at}`;
    case "money":
      return `cap/${series.limit}`;
    case "token":
      return `${series.kind}/${series.token}`;
    case "machine":
      return series.kind;
    case "agent":
      return `${agentPrefix(series.kind, series.source)}${series.program}:${series.id}`;
    case "sidecar":
      return `${series.kind}/${series.name}/${series.at}`;
  }
}

/** The series of such a text. Its kind may be one that only another version of the program knows. */
export function seriesIn(text: string): Series {
  const [, source, what, rest = ""] = /^([a-z_-]+)-(waiting|finished):(.*)$/s.exec(text) ?? [];
  if (source !== undefined) {
    const [program, id] = splitLast(rest, ":");
    return {
      of: "agent",
      kind: what === "waiting" ? "agent-waiting" : "agent-finished",
      source,
      program,
      id,
    };
  }
  const [first, after] = splitFirst(text, "/");
  if (after === null) return { of: "machine", kind: text };
  if (first === "sidecar-failed") {
    const [name, at] = splitLast(after, "/");
    return { of: "sidecar", kind: first, name, at: Number(at) };
  }
  if (first === "cap") return { of: "money", kind: "threshold", limit: after };
  if (first !== "limit") return { of: "token", kind: first, token: after };
  const [period, about] = splitLast(after, "/");
  const reset = /^before-(null|-?\d+(?:\.\d+)?)$/.exec(about)?.[1];
  return reset === undefined
    ? { of: "period", kind: about, period }
    : { of: "coming reset", kind: "before-reset", period, at: reset === "null" ? null : Number(reset) };
}

/** Whether a series is of that kind, and about that program of an agent. */
export function isOfAgent(
  text: string,
  kind: AgentKind,
  { source, key }: { readonly source: string; readonly key: string },
): boolean {
  return text.startsWith(seriesText({ of: "agent", kind, source, program: key, id: "" }));
}

/** "opencode-waiting:" */
function agentPrefix(kind: AgentKind, source: string): string {
  switch (kind) {
    case "agent-waiting":
      return `${source}-waiting:`;
    case "agent-finished":
      return `${source}-finished:`;
  }
}

/** Whether a series is about a limit of that account. */
export function isOfAccount(text: string, account: string): boolean {
  return accountPrefixes(account).some((prefix) => text.startsWith(prefix));
}

/** The series with `to` for `from`, where it is about a limit of the account `from`. */
export function withAccountRenamed(text: string, from: string, to: string): string {
  const prefix = accountPrefixes(from).find((one) => text.startsWith(one));
  return prefix === undefined ? text : `${splitFirst(text, "/")[0]}/${to}/${text.slice(prefix.length)}`;
}

/** What the texts of an account's limits begin with. */
function accountPrefixes(account: string): readonly string[] {
  return [`limit/${account}/`, `cap/${account}/`];
}

function splitFirst(text: string, separator: string): readonly [before: string, after: string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}

function splitLast(text: string, separator: string): readonly [before: string, after: string] {
  const at = text.lastIndexOf(separator);
  return at < 0 ? ["", text] : [text.slice(0, at), text.slice(at + separator.length)];
}
