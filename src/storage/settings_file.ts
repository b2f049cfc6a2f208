/** The settings file: read, watched, and changed without losing a person's comments. */
import { getLogger } from "@logtape/logtape";
// @ts-types="../std_types/collections.d.ts"
import { deepMerge } from "@std/collections/deep-merge";
import { parse } from "smol-toml";
import { parseSettings, type Settings, unknownSettings } from "../core/settings.ts";
import { settingsTemplate } from "../core/settings_template.ts";
import { isJsonObject } from "../core/text/json.ts";
import type { Host } from "../host/host.ts";
import { reasonEn } from "../core/language/en/reasons.ts";
import type { Reason } from "../core/reason.ts";
import { reasonOf } from "../core/reason_error.ts";

const log = getLogger(["claudeminder", "settings"]);

export type SettingsHost = {
  readonly files: Pick<Host["files"], "read" | "write" | "locked" | "ways" | "stat">;
};

export type LoadedSettings =
  | { readonly kind: "settings"; readonly settings: Settings; readonly unknownKeys: readonly string[] }
  /** The file cannot be used. Each problem is a whole line that names the file, the key, what is allowed and what came. */
  | { readonly kind: "problems"; readonly problems: readonly Reason[] };

const maxBytes = 1 << 20;

/** Reads the settings; a missing file stands for the defaults. Never rejects. */
export async function loadSettings(host: SettingsHost, file: string): Promise<LoadedSettings> {
  const text = await readText(host, file);
  if (text.kind === "problems") return text;
  const table = parseToml(text.text, file);
  if (table.kind === "problems") return table;
  const parsed = parseSettings(table.value);
  switch (parsed.kind) {
    case "problems":
      return refused(file, parsed.problems);
    case "settings":
      if (parsed.unknownKeys.length > 0) {
        log.warning("{file}: no such setting: {keys}", { file, keys: parsed.unknownKeys.join(", ") });
      }
      return parsed;
  }
}

/**
 * Merges `change` deeply into the settings, checks the result and saves it; comments and order stay. Nothing is saved when
 * anything is wrong. Never rejects.
 */
export async function changeSettings(
  host: SettingsHost,
  file: string,
  change: unknown,
): Promise<LoadedSettings> {
  if (!isJsonObject(change)) {
    return { kind: "problems", problems: [{ about: "settings", kind: "not-an-object" }] };
  }
  const unknown = unknownSettings(change);
  if (unknown.length > 0) {
    return {
      kind: "problems",
      problems: unknown.map((key) => ({ about: "settings", kind: "unknown-key", key })),
    };
  }
  try {
    return await host.files.locked(file, () => changeLocked(host, file, change));
  } catch (error) {
    return {
      kind: "problems",
      problems: [{ about: "settings", kind: "unwritable", file, why: reasonOf(error) }],
    };
  }
}

async function changeLocked(
  host: SettingsHost,
  file: string,
  change: Readonly<Record<string, unknown>>,
): Promise<LoadedSettings> {
  const text = await readText(host, file);
  if (text.kind === "problems") return text;
  const table = parseToml(text.text, file);
  if (table.kind === "problems") return table;
  // The parser makes tables without a prototype, which deepMerge would replace as a whole. A clone has a prototype.
  const merged = deepMerge(structuredClone(table.value), change, { arrays: "replace" });
  const parsed = parseSettings(merged);
  if (parsed.kind === "problems") return parsed;
  // Only changes need it and its libraries, so it is loaded here.
  const { changedText } = await import("./changed_toml.ts");
  await writeText(host, file, changedText(text.text, { before: table.value, after: merged, change }));
  return parsed;
}

/** Makes the file with every setting commented out, where there is none, for a person to edit. */
export async function ensureSettingsFile(host: SettingsHost, file: string): Promise<void> {
  if (await host.files.read(file, maxBytes) === null) await writeText(host, file, settingsTemplate());
}

/** Where the file is a symbolic link, the file that it leads to is written, and keeps its mode. The link stays. */
async function writeText(host: SettingsHost, file: string, text: string): Promise<void> {
  const ways = await host.files.ways(file);
  const last = ways.at(-1) ?? file;
  const mode = ways.length === 1 ? null : (await host.files.stat(last))?.mode ?? null;
  await host.files.write(last, text, mode ?? 0o600);
}

type Text =
  | { readonly kind: "text"; readonly text: string }
  | (LoadedSettings & { readonly kind: "problems" });

async function readText(host: SettingsHost, file: string): Promise<Text> {
  try {
    return { kind: "text", text: await host.files.read(file, maxBytes) ?? "" };
  } catch (error) {
    return {
      kind: "problems",
      problems: [{ about: "settings", kind: "unreadable", file, why: reasonOf(error) }],
    };
  }
}

function parseToml(
  text: string,
  file: string,
):
  | { readonly kind: "table"; readonly value: Record<string, unknown> }
  | (LoadedSettings & { readonly kind: "problems" }) {
  try {
    return { kind: "table", value: parse(text) };
  } catch (error) {
    // The first line of the parser's message says what is wrong and where; the others show the text.
    const [text = ""] = reasonEn(reasonOf(error)).split("\n");
    return refused(file, [{ about: "system", text }]);
  }
}

function refused(file: string, problems: readonly Reason[]): LoadedSettings & { readonly kind: "problems" } {
  return {
    kind: "problems",
    problems: problems.map((why) => ({ about: "settings", kind: "unreadable", file, why })),
  };
}
