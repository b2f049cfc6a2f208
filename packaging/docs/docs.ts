/** `deno task docs`: writes the parts of the documentation that are made from the code. A test compares them with the files. */
import { join } from "node:path";
import { settingKeys } from "../../src/core/settings_template.ts";
import { ROOT } from "../source_version.ts";
import { roomsTable } from "../../tests/architecture/rooms_table.ts";
import { streamEvents } from "../../src/server/stream_events.ts";
import { rpcReference } from "./rpc_reference.ts";
import { fieldsOf } from "./schema_text.ts";

/** A file with a generated part, by its path below the project's folder. */
export interface Generated {
  readonly path: string;
  /** The whole text as it should be, made from the text as it is. */
  readonly text: (now: string) => string | Promise<string>;
}

export const generated: readonly Generated[] = [
  {
    path: "README.md",
    text: (now) => replaced(replaced(now, "settings", settingsTable()), "events", eventsTable()),
  },
  { path: "CONTRIBUTING.md", text: (now) => replaced(now, "rooms", roomsTable().trimEnd()) },
  { path: "src/server/RPC.md", text: rpcReference },
];

function settingsTable(): string {
  const rows = settingKeys().map(({ table, isRepeated, key, fallback, help }) => {
    const path = table === "" ? key : `${isRepeated ? `[[${table}]]` : table}.${key}`;
    return `| \`${path}\` | ${fallback === undefined ? "" : `\`${JSON.stringify(fallback)}\``} | ${help} |`;
  });
  return ["| key | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
}

function eventsTable(): string {
  const rows = Object.entries(streamEvents).map(([type, { when, data }]) =>
    `| \`${type}\` | ${when} | ${fieldsOf(data)} |`
  );
  return ["| event | when | what is in its `data` |", "| --- | --- | --- |", ...rows].join("\n");
}

/** What stands between `<!-- mark -->` and `<!-- /mark -->` is `part`. */
function replaced(text: string, mark: string, part: string): string {
  const begin = `<!-- ${mark} -->\n`, end = `<!-- /${mark} -->`;
  const from = text.indexOf(begin), to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`There is no place for it: ${begin.trim()} ... ${end.trim()}`);
  return `${text.slice(0, from + begin.length)}${part}\n${text.slice(to)}`;
}

if (import.meta.main) {
  for (const { path, text } of generated) {
    const file = join(ROOT, path);
    const now = await Deno.readTextFile(file).catch(() => "");
    await Deno.writeTextFile(file, await text(now));
  }
}
