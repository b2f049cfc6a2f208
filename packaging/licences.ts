/** The licences of the npm packages in the program, which have to go where the program goes. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const manifestSchema = z.object({ license: z.string().optional() });

/** A package's folder in Deno's cache; `id` is `name@version`. */
function packageFolder(id: string): string {
  // .../registry/systray2/2.1.4/index.js
  const registry = dirname(dirname(dirname(fileURLToPath(import.meta.resolve("systray2")))));
  const at = id.lastIndexOf("@");
  return join(registry, id.slice(0, at), id.slice(at + 1));
}

/** The SPDX name that the package gives its licence; null where it gives none, or is not in the cache. */
export async function licenceName(id: string): Promise<string | null> {
  const manifest = await Deno.readTextFile(join(packageFolder(id), "package.json")).catch(() => null);
  if (manifest === null) return null;
  const { data } = manifestSchema.safeParse(JSON.parse(manifest));
  return data?.license ?? null;
}

/** A text with the licence of each of these packages, and of the runtime. */
export async function thirdPartyLicences(packages: readonly string[]): Promise<string> {
  const texts = await Promise.all(packages.map(async (id) => {
    const name = await licenceName(id) ?? "see the package";
    return `${id} (${name})\n\n${await licenceText(id) ?? `The package holds no text of its licence.`}`;
  }));
  const runtime = `Deno ${Deno.version.deno}, V8 ${Deno.version.v8}\n\n` +
    "MIT and BSD-3-Clause: https://github.com/denoland/deno/blob/main/LICENSE.md, https://v8.dev";
  return `${[runtime, ...texts].map((text) => text.trim()).join(`\n\n${"-".repeat(72)}\n\n`)}\n`;
}

async function licenceText(id: string): Promise<string | null> {
  const folder = packageFolder(id);
  const names = [...Deno.readDirSync(folder)].filter(({ isFile }) => isFile).map(({ name }) => name).sort();
  const found = names.find((name) => /^(?:licen[cs]e|copying)(?:[.-]|$)/i.test(name));
  return found === undefined ? null : (await Deno.readTextFile(join(folder, found))).replaceAll("\r\n", "\n");
}
