// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { placesIn, translator } from "../../../src/core/language/phrases.ts";
import { reasonsVi, vietnameseReason } from "../../../src/core/language/phrases_vi.ts";
import { readModule, stringIn } from "../../architecture/modules.ts";

const root = dirname(dirname(dirname(import.meta.dirname ?? ".")));
const sources = [...filesBelow("src")].filter((path) => !path.startsWith("src/core/language/phrases"));
/** In small letters, and with literals that stand on several lines in one piece. */
const source = sources.map((path) => Deno.readTextFileSync(join(root, path))).join("\n")
  .replaceAll(/["']\s*\+\s*["']/g, "").replaceAll(/\\(.)/g, "$1").toLowerCase();

Deno.test("translator() puts what varies into its place, translates it too, and leaves what it does not know", () => {
  const translate = translator([
    ["Cannot read {1}: {2}", "{2} ({1})"],
    ["it is gone", "weg"],
    ["All. Of it", "Alles"],
    ["Never (ever)?", "Nie"],
  ]);
  const rows: readonly (readonly [string, string])[] = [
    ["it is gone", "weg"],
    ["Cannot read a.txt: it is gone", "weg (a.txt)"],
    ["Cannot read a.txt: No such file (os error 2)", "No such file (os error 2) (a.txt)"],
    ["Cannot read a\nb: it is gone", "weg (a\nb)"],
    ["it is gone. it is gone", "weg. weg"],
    ["All. Of it", "Alles"],
    ["it is gone. Who knows", "weg. Who knows"],
    ["Never (ever)?", "Nie"],
    ["Never ever", "Never ever"],
    ["never (ever)?", "nie"],
    ["it is gone!", "it is gone!"],
    ["$1 {1}", "$1 {1}"],
    ["", ""],
  ];
  for (const [english, expected] of rows) assertEquals(translate(english), expected);
});

Deno.test("reasonsVi translates each sentence with all that varies in it, and no other sentence takes it first", () => {
  for (const [english, vietnamese] of reasonsVi) {
    assertEquals(placesIn(vietnamese).toSorted(), placesIn(english).toSorted(), english);
    assert(english !== vietnamese && vietnamese === vietnamese.normalize("NFC").trim(), english);
    const mark = (sentence: string) => sentence.replaceAll(/\{(\d)\}/g, "⟦$1⟧");
    assertEquals(vietnameseReason(mark(english)), mark(vietnamese));
  }
});

Deno.test("reasonsVi holds only what the source says", () => {
  /** What `typeof` gives, behind an article. */
  const computed = ["a boolean", "a string", "a number"];
  for (const [english] of reasonsVi.filter((phrase) => !computed.includes(phrase[0]))) {
    for (const part of english.split(/\{\d\}|, |; |: /)) {
      const words = part.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
      assert(
        words.length < 4 || source.toLowerCase().includes(words.toLowerCase()),
        `${english}: nothing says "${words}"`,
      );
    }
  }
});

/** What is put into the last place makes the sentence, and those are known. */
const frames = ['usage.ca_file "⟦1⟧" ⟦2⟧'];

/** Where sentences for people arise that reach them as they are. */
const speaking = [
  ...["src/net/", "src/providers/", "src/tray/", "src/dbus/", "src/notify/", "src/platform/", "src/tasks/"],
  ...[
    "src/agents/agents.ts",
    "src/app/app.ts",
    "src/host/files/deno_files.ts",
    "src/host/files/symbolic_links.ts",
    "src/host/files/private_folder.ts",
    "src/host/files/file_io.ts",
    "src/host/files/disk_time_limit.ts",
    "src/storage/logging.ts",
    "src/agents/terminal_focus.ts",
    "src/storage/state_file.ts",
    "src/app/perform_click.ts",
    "src/settings",
  ],
];

Deno.test("each reason and remedy that the source gives is known in Vietnamese", () => {
  const given = sources.filter((path) => speaking.some((folder) => path.startsWith(folder))).flatMap((path) =>
    sentencesIn(path).map((sentence) => ({ path, sentence }))
  );
  assert(given.length > 20);
  const unknown = given.filter(({ sentence }) =>
    !frames.includes(sentence) && vietnameseReason(sentence) === sentence
  );
  assertEquals(unknown, []);
});

/** What stands right after `why`, `help` and `detail`, and in errors; ⟦n⟧ where something is put in. */
function sentencesIn(path: string): readonly string[] {
  const { code } = readModule({ path, text: Deno.readTextFileSync(join(root, path)) });
  return code.flatMap((token, index) => {
    const before = [code[index - 2]?.value, code[index - 1]?.value];
    const says = ["why", "help", "detail"].includes(before[0] ?? "") && [":", "="].includes(before[1] ?? "");
    const ownError = ["BusError", "AgentError"].includes(code[index - 4]?.value ?? "") && before[1] === ",";
    const text = stringIn(token);
    const error = code[index - 3]?.value === "new" && code[index - 2]?.value === "Error";
    if (!(says || ownError || error) || text === null || !text.includes(" ")) return [];
    if (token.type !== "TemplateHead") return [text];
    let sentence = text, depth = 0, places = 0;
    for (const { type, value } of code.slice(index + 1)) {
      if (type === "TemplateHead") depth++;
      else if (depth > 0 && type === "TemplateTail") depth--;
      else if (depth === 0 && (type === "TemplateMiddle" || type === "TemplateTail")) {
        sentence += `⟦${++places}⟧${value.slice(1, type === "TemplateTail" ? -1 : -2)}`;
        if (type === "TemplateTail") return [sentence];
      }
    }
    return [sentence];
  });
}

function* filesBelow(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(join(root, folder))) {
    if (isDirectory) yield* filesBelow(`${folder}/${name}`);
    else if (name.endsWith(".ts")) yield `${folder}/${name}`;
  }
}
