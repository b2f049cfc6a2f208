/** The table of rooms for people, as Markdown. */
import { BASE, HOST, SHARED_TYPES, TASK } from "./room.ts";
import { ROOMS } from "./rooms.ts";

/** Groups of files that several rooms may import, as the table names them. */
const GROUPS: readonly { readonly name: string; readonly files: readonly string[] }[] = [
  { name: "the base", files: BASE },
  { name: "shared types", files: SHARED_TYPES },
  { name: "the seam", files: HOST },
  { name: "tasks' parts", files: TASK },
];

/** The rooms as a table in Markdown, followed by what its groups of files are. */
export function roomsTable(): string {
  const rows = ROOMS.map(({ holds, what, mayImport, mayImportTypes, not, butFor, because }) => {
    const types = mayImportTypes.length === 0 ? "" : `; as types ${inShort(mayImportTypes)}`;
    const except = not.length === 0 ? "" : `; not ${inShort(not)}`;
    const save = butFor.length === 0 ? "" : `, but for ${inShort(butFor)}`;
    return `| ${inShort(holds)} | ${what} | ${inShort(mayImport)}${types}${except}${save} | ${because} |`;
  });
  const groups = GROUPS.map(({ name, files }) => `- *${name}*: ${files.map(quoted).join(", ")}`);
  return [
    "| room | what is in it | may import | because |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    ...groups,
    "",
  ]
    .join("\n");
}

function inShort(paths: readonly string[]): string {
  const groups = GROUPS.filter(({ files }) => files.every((file) => paths.includes(file)));
  const grouped = groups.flatMap(({ files }) => files);
  const alone = paths.filter((path) => !grouped.includes(path)).map(quoted);
  return [...alone, ...groups.map(({ name }) => `*${name}*`)].join(", ");
}

function quoted(path: string): string {
  return `\`${path.replace(/^src\/(?=.)/, "")}\``;
}
