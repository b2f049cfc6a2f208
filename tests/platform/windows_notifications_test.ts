/** The PowerShell script for Windows toasts: it keeps to PowerShell's grammar, and is run where there is a PowerShell. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Node } from "@vscode/tree-sitter-wasm";
// @ts-types="./tree_sitter.d.ts"
import treeSitter from "@vscode/tree-sitter-wasm";
import { denoHost } from "../../src/host/deno_host.ts";
import { TOAST_SCRIPT, toastCommand, WITHDRAW_SCRIPT } from "../../src/platform/windows_notifications.ts";
import { NOTICE, TEXTS } from "./hostile_texts.ts";

/** The parts of a PowerShell script that its grammar cannot read, with their lines. */
async function unreadable(script: string): Promise<readonly string[]> {
  const { Language, Parser } = treeSitter;
  const folder = dirname(fileURLToPath(import.meta.resolve("@vscode/tree-sitter-wasm")));
  await Parser.init({ locateFile: (name: string) => join(folder, name) });
  const grammar = await Language.load(await Deno.readFile(join(folder, "tree-sitter-powershell.wasm")));
  const parser = new Parser();
  parser.setLanguage(grammar);
  const tree = parser.parse(script);
  try {
    return tree === null ? ["all of it"] : errorsIn(tree.rootNode);
  } finally {
    tree?.delete();
    parser.delete();
  }
}

function errorsIn(node: Node): readonly string[] {
  const own = node.isError || node.isMissing ? [`${node.startPosition.row + 1}: ${node.text}`] : [];
  return [...own, ...node.children.flatMap((child) => child === null ? [] : errorsIn(child))];
}

/** The grammar knows types by their names alone, not with the library that they come from. */
const library = /(?<=\[[\w.]+), [\w.]+, ContentType = WindowsRuntime(?=\])/g;

Deno.test("TOAST_SCRIPT is PowerShell by its grammar, which finds mistakes", async () => {
  assertEquals(TOAST_SCRIPT.match(library)?.length, 2);
  const readable = TOAST_SCRIPT.replaceAll(library, "");
  assertEquals(await unreadable(readable), []);
  const broken = [
    readable.replace("}", ""),
    `${readable}\n$x = `,
    readable.replace("'toast'", "'toast"),
    readable.replace("foreach (", "foreach "),
  ];
  for (const script of broken) assert((await unreadable(script)).length > 0, script);
});

Deno.test("WITHDRAW_SCRIPT is PowerShell by its grammar", async () => {
  assertEquals(WITHDRAW_SCRIPT.match(library)?.length, 1);
  assertEquals(await unreadable(WITHDRAW_SCRIPT.replaceAll(library, "")), []);
});

const PWSH = (Deno.env.get("PATH") ?? "").split(":").map((folder) => join(folder, "pwsh"))
  .find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch {
      return false;
    }
  });

Deno.test({
  name: "TOAST_SCRIPT makes a document in which each text is a text",
  ignore: PWSH === undefined,
  async fn() {
    // What comes after that exists on Windows only.
    const [making = ""] = TOAST_SCRIPT.split("$null = [Windows");
    const script =
      `${making}\n[Console]::Out.Write(($xml.SelectNodes('//text') | ForEach-Object InnerText | ConvertTo-Json))`;
    for (const text of TEXTS.filter((each) => !/[\p{Cc}]/u.test(each) && each !== "")) {
      const { stdin = "" } = toastCommand("", { ...NOTICE, title: text, body: text }, null);
      const args = ["-NoProfile", "-NonInteractive", "-Command", script];
      const { stdout, stderr } = await denoHost().run({ program: PWSH ?? "", args }, { stdin });
      assertEquals(JSON.parse(stdout), [text, text], stderr);
    }
  },
});
