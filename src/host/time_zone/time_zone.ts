/**
 * The machine's time zone. The runtime reads its name at the start, from `TZ` or `/etc/localtime`, and keeps it. It does not
 * understand a rule in `TZ`, and takes another zone instead. So `TZ` is set here to a name, and set again when the zone changes.
 * Source: tried with Deno 2.7.11, which looks anew whenever `TZ` is set; ICU, common/putil.cpp, `uprv_tzname`.
 */
import { parseZoneRule, zoneNameOf } from "./time_zone_rule.ts";

const LOCAL_TIME = "/etc/localtime";
const ZONES = "/usr/share/zoneinfo";
/** How long a rule may be, in bytes; the longest one in use has 46. */
const LONGEST_LINE = 512;

export interface Zone {
  /** What the person has set as `TZ`. */
  readonly given: string | undefined;
  /** As `Host.followZone`. */
  follow(): boolean;
}

/** From now on local time is what the C library says. */
export function settleZone(): Zone {
  const given = Deno.env.get("TZ");
  // Windows has neither the file nor such rules.
  if (Deno.build.os === "windows") return { given, follow: () => false };
  let known = zoneName(given);
  // Without the variable the runtime has read the same file.
  if (given !== undefined && known !== null && known !== given) Deno.env.set("TZ", known);
  return {
    given,
    follow() {
      const name = zoneName(given);
      if (name === null || name === known) return false;
      known = name;
      Deno.env.set("TZ", name);
      return true;
    },
  };
}

/** The name of the zone, as tzset(3) finds it; null = the runtime finds it by itself. */
function zoneName(given: string | undefined): string | null {
  const value = (given ?? LOCAL_TIME).replace(/^:/, "");
  if (value === "") return "Etc/UTC";
  if (value.startsWith("/")) return nameOfFile(value);
  const zones = Deno.env.get("TZDIR") || ZONES;
  if (exists(`${zones}/${value}`)) return plainName(value);
  const rule = parseZoneRule(value);
  if (rule !== null) return zoneNameOf(rule, Date.now());
  return exists(zones) ? "Etc/UTC" : null;
}

/** The zone of a file: a link is named by where it leads; a copy says in its last line which rule holds from now on (RFC 9636, 3.3). */
function nameOfFile(path: string): string | null {
  try {
    const real = Deno.realPathSync(path);
    const name = /\/zoneinfo\/(.+)$/.exec(real)?.[1];
    if (name !== undefined) return plainName(name);
    // To read a pipe would wait for ever.
    if (!Deno.statSync(real).isFile) return "Etc/UTC";
    const rule = parseZoneRule(lastLineOf(real));
    return rule === null ? null : zoneNameOf(rule, Date.now());
  } catch {
    return exists(path) ? null : "Etc/UTC";
  }
}

/** The end of a file of any size: `TZ` can name any file. Throws where it cannot be read. */
function lastLineOf(path: string): string {
  using file = Deno.openSync(path);
  const bytes = new Uint8Array(LONGEST_LINE);
  file.seekSync(Math.max(0, file.statSync().size - bytes.length), Deno.SeekMode.Start);
  const count = file.readSync(bytes) ?? 0;
  return new TextDecoder("latin1").decode(bytes.subarray(0, count)).trimEnd().split("\n").at(-1) ?? "";
}

/** `posix/` and `right/` hold the same zones, the second with leap seconds, which this program does not count. */
function plainName(name: string): string {
  return name.replace(/^(?:posix|right)\//, "");
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
