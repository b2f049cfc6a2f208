/**
 * Metrics as data, and as text for Prometheus (its text format 0.0.4). Names and units follow Prometheus' conventions: seconds, bytes,
 * and ratios from 0 to 1. What has a time is told as that time, not as an age, so that it stays true while nothing is written.
 */
import { shownLine } from "../text/shown_text.ts";
import { second } from "../time/units.ts";

export type MetricLabels = Readonly<Record<string, string>>;

/** One series at this moment. */
export interface MetricSample {
  readonly labels: MetricLabels;
  readonly value: number;
}

/** All series of one name. */
export interface MetricFamily {
  readonly name: string;
  readonly type: "gauge" | "counter";
  readonly help: string;
  readonly samples: readonly MetricSample[];
}

/** What the text is, for whoever asks by HTTP. */
export const metricsContentType = "text/plain; version=0.0.4; charset=utf-8";

/** Servers and settings could name any number of things: of a family so many series are told. */
const maxSamples = 500;
const maxLabelChars = 100;

/** A family with one series and no labels; null = it is not known now, so there is none. */
export function singleMetric(
  name: string,
  type: MetricFamily["type"],
  help: string,
  value: number | null,
): MetricFamily {
  return { name, type, help, samples: value === null ? [] : [{ labels: {}, value }] };
}

/** One series for each of `states`: 1 for the present one, 0 for the others. */
export function stateSamples(
  states: readonly string[],
  present: string,
  labels: MetricLabels = {},
): readonly MetricSample[] {
  return states.map((state) => ({ labels: { ...labels, state }, value: state === present ? 1 : 0 }));
}

export function unixSeconds(epochMs: number): number {
  return epochMs / second;
}

/** Families without series are left out, and so is a series that is there already. */
export function metricsText(families: readonly MetricFamily[]): string {
  return families.map(familyText).join("");
}

function familyText({ name, type, help, samples }: MetricFamily): string {
  const lines = new Map<string, string>();
  for (const { labels, value } of samples) {
    const series = `${name}${labelsText(labels)}`;
    if (lines.has(series) || !Number.isFinite(value) || lines.size >= maxSamples) continue;
    lines.set(series, `${series} ${value}\n`);
  }
  if (lines.size === 0) return "";
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${[...lines.values()].join("")}`;
}

function labelsText(labels: MetricLabels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** Every character can be seen, so there is no line end in it. */
function escaped(value: string): string {
  return shownLine([...value].slice(0, maxLabelChars).join("")).replaceAll(/["\\]/g, String.raw`\$&`);
}
