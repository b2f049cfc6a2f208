/**
 * Time zones that are written as rules, `CET-1CEST,M3.5.0,M10.5.0/3`: what they mean, and under which name the runtime knows them. The
 * runtime takes names only; when it gets a rule it silently uses another zone.
 * Source: POSIX.1-2024, XBD 8.3, "TZ"; RFC 9636, 3.3.1, for hours beyond a day; tzset(3) for rules that are left out.
 */

export interface ZoneRule {
  /** How far local time is ahead of UTC, in seconds. */
  readonly standardS: number;
  readonly summer: SummerTime | null;
}

interface SummerTime {
  readonly offsetS: number;
  readonly from: Change;
  readonly until: Change;
}

/** A day of the year, and the seconds after its local midnight, which may lie on another day. */
interface Change {
  readonly day:
    /** Week 5 is the last one. Months are 1-12, Sunday is 0. */
    | { readonly kind: "week"; readonly month: number; readonly week: number; readonly weekday: number }
    /** 1-365; the 29th of February is never counted. */
    | { readonly kind: "julian"; readonly day: number }
    /** 0-365. */
    | { readonly kind: "ordinal"; readonly day: number };
  readonly atS: number;
}

const NAME = /^(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)/;
const OFFSET = /^([+-]?)(\d{1,3})(?::([0-5]\d))?(?::([0-5]\d))?/;
const daySeconds = 86_400;
/** What C libraries take where the days are left out: those of the United States. */
const usualChanges = "M3.2.0,M11.1.0";

/** Null when the text is no such rule. */
export function parseZoneRule(text: string): ZoneRule | null {
  const rest = text.replace(NAME, "");
  const standard = rest === text ? null : secondsOf(rest);
  // In a rule, west of Greenwich is positive. More than a day is not allowed.
  if (standard === null || Math.abs(standard.seconds) > 24 * 3600 + 3599) return null;
  const standardS = 0 - standard.seconds;
  if (standard.rest === "") return { standardS, summer: null };
  const summer = standard.rest.replace(NAME, "");
  if (summer === standard.rest) return null;
  const offset = secondsOf(summer);
  const offsetS = offset === null ? standardS + 3600 : 0 - offset.seconds;
  const [comma, ...changes] = (offset?.rest ?? summer).split(",");
  const [from, until, ...more] = (changes.length === 0 ? usualChanges.split(",") : changes).map(changeOf);
  if (comma !== "" || !from || !until || more.length > 0) return null;
  return { standardS, summer: { offsetS, from, until } };
}

function secondsOf(text: string): { readonly seconds: number; readonly rest: string } | null {
  const match = OFFSET.exec(text);
  if (match === null) return null;
  const [all, sign, hours, minutes = "0", seconds = "0"] = match;
  const total = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return { seconds: sign === "-" ? 0 - total : total, rest: text.slice(all.length) };
}

function changeOf(text: string): Change | null {
  const [date = "", time = "2", ...more] = text.split("/");
  const at = secondsOf(time);
  const day = dayOf(date);
  return day === null || at === null || at.rest !== "" || more.length > 0 ? null : { day, atS: at.seconds };
}

function dayOf(date: string): Change["day"] | null {
  const [, month, week, weekday] = /^M(\d{1,2})\.([1-5])\.([0-6])$/.exec(date) ?? [];
  if (month !== undefined) {
    const day = { month: Number(month), week: Number(week), weekday: Number(weekday) };
    return day.month < 1 || day.month > 12 ? null : { kind: "week", ...day };
  }
  const [, julian, number] = /^(J?)(\d{1,3})$/.exec(date) ?? [];
  if (number === undefined || Number(number) > 365) return null;
  if (julian === "") return { kind: "ordinal", day: Number(number) };
  return Number(number) < 1 ? null : { kind: "julian", day: Number(number) };
}

/** How far local time is ahead of UTC at `at` (epoch ms), in seconds. */
export function offsetAt({ standardS, summer }: ZoneRule, at: number): number {
  if (summer === null) return standardS;
  const seconds = Math.floor(at / 1000);
  // The latest change before `at`, in the years around it: near midnight of New Year two years can matter.
  const year = new Date(at).getUTCFullYear();
  const changes = [year - 1, year, year + 1].flatMap((each) => [
    { at: changeAt(summer.from, each) - standardS, offsetS: summer.offsetS },
    { at: changeAt(summer.until, each) - summer.offsetS, offsetS: standardS },
  ]);
  // A summer time without end is written as one that ends when the next begins (RFC 9636, 3.3.1): then the beginning counts.
  const before = changes.filter((change) => change.at <= seconds).toReversed().toSorted((a, b) =>
    b.at - a.at
  );
  return before[0]?.offsetS ?? standardS;
}

/** Local seconds since 1970 of a change in that year. */
function changeAt({ day, atS }: Change, year: number): number {
  const firstDay = (month: number) => Date.UTC(year, month - 1, 1) / 1000 / daySeconds;
  switch (day.kind) {
    case "week": {
      const first = firstDay(day.month), next = firstDay(day.month + 1);
      const weekday = (first + 4) % 7;
      let found = first + (day.weekday - weekday + 7) % 7 + 7 * (day.week - 1);
      if (found >= next) found -= 7;
      return found * daySeconds + atS;
    }
    case "julian": {
      const isLeap = firstDay(3) - firstDay(1) === 60;
      return (firstDay(1) + day.day - (isLeap && day.day >= 60 ? 0 : 1)) * daySeconds + atS;
    }
    case "ordinal":
      return (firstDay(1) + day.day) * daySeconds + atS;
  }
}

/**
 * The name of a zone whose local time is that of the rule. If there is none, the name of a zone that is as far from UTC as the rule is
 * at `now`: its times are wrong after the next change of clocks, so it has to be asked for again as time goes on. Null = there is
 * neither.
 */
export function zoneNameOf(rule: ZoneRule, now: number): string | null {
  if (rule.summer !== null) {
    const wanted = JSON.stringify(rule);
    const same = summerZones.find(([text]) => JSON.stringify(parseZoneRule(text)) === wanted);
    if (same !== undefined) return same[1];
  }
  const offsetS = offsetAt(rule, now);
  const hours = offsetS / 3600;
  if (hours === 0) return "Etc/UTC";
  // Its sign is the same as in rules.
  if (Number.isInteger(hours)) {
    return hours > 14 || hours < -12 ? null : `Etc/GMT${hours > 0 ? "-" : "+"}${Math.abs(hours)}`;
  }
  return oddZones.find(([seconds]) => seconds === offsetS)?.[1] ?? null;
}

/** Zones without summer time that are not a whole number of hours from UTC. */
const oddZones: readonly (readonly [seconds: number, zone: string])[] = [
  [-34_200, "Pacific/Marquesas"],
  [12_600, "Asia/Tehran"],
  [16_200, "Asia/Kabul"],
  [19_800, "Asia/Kolkata"],
  [20_700, "Asia/Kathmandu"],
  [23_400, "Asia/Yangon"],
  [31_500, "Australia/Eucla"],
  [34_200, "Australia/Darwin"],
];

/** All rules with summer time that are in use. Source: the last lines of the files of tzdata 2024a, RFC 9636. */
const summerZones: readonly (readonly [rule: string, zone: string])[] = [
  ["CET-1CEST,M3.5.0,M10.5.0/3", "Europe/Berlin"],
  ["EST5EDT,M3.2.0,M11.1.0", "America/New_York"],
  ["CST6CDT,M3.2.0,M11.1.0", "America/Chicago"],
  ["MST7MDT,M3.2.0,M11.1.0", "America/Denver"],
  ["PST8PDT,M3.2.0,M11.1.0", "America/Los_Angeles"],
  ["GMT0BST,M3.5.0/1,M10.5.0", "Europe/London"],
  ["IST-1GMT0,M10.5.0,M3.5.0/1", "Europe/Dublin"],
  ["EET-2EEST,M3.5.0/3,M10.5.0/4", "Europe/Helsinki"],
  ["EET-2EEST,M3.5.0,M10.5.0/3", "Europe/Chisinau"],
  ["EET-2EEST,M3.5.0/0,M10.5.0/0", "Asia/Beirut"],
  ["EET-2EEST,M3.4.4/50,M10.4.4/50", "Asia/Gaza"],
  ["EET-2EEST,M4.5.5/0,M10.5.4/24", "Africa/Cairo"],
  ["IST-2IDT,M3.4.4/26,M10.5.0", "Asia/Jerusalem"],
  ["AEST-10AEDT,M10.1.0,M4.1.0/3", "Australia/Sydney"],
  ["ACST-9:30ACDT,M10.1.0,M4.1.0/3", "Australia/Adelaide"],
  ["<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "Australia/Lord_Howe"],
  ["<+11>-11<+12>,M10.1.0,M4.1.0/3", "Pacific/Norfolk"],
  ["NZST-12NZDT,M9.5.0,M4.1.0/3", "Pacific/Auckland"],
  ["<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", "Pacific/Chatham"],
  ["AKST9AKDT,M3.2.0,M11.1.0", "America/Anchorage"],
  ["HST10HDT,M3.2.0,M11.1.0", "America/Adak"],
  ["AST4ADT,M3.2.0,M11.1.0", "America/Halifax"],
  ["NST3:30NDT,M3.2.0,M11.1.0", "America/St_Johns"],
  ["<-03>3<-02>,M3.2.0,M11.1.0", "America/Miquelon"],
  ["<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "America/Nuuk"],
  ["<-01>1<+00>,M3.5.0/0,M10.5.0/1", "Atlantic/Azores"],
  ["CST5CDT,M3.2.0/0,M11.1.0/1", "America/Havana"],
  ["<-04>4<-03>,M9.1.6/24,M4.1.6/24", "America/Santiago"],
  ["<-06>6<-05>,M9.1.6/22,M4.1.6/22", "Pacific/Easter"],
  ["<+00>0<+02>-2,M3.5.0/1,M10.5.0/3", "Antarctica/Troll"],
];
