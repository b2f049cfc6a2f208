/**
 * The variables about the network in Claude Code's settings. People behind a proxy of their company have them there, and expect that a
 * program that uses Claude Code's login goes the same way.
 * Source: https://code.claude.com/docs/en/settings and .../network-config. Managed settings come before a person's own. The settings
 * of projects do not count: this program is in no project.
 */
import * as z from "zod";
import { parseJson } from "../../core/text/json.ts";
import { below } from "../../core/text/path.ts";
import type { Host } from "../../host/host.ts";
import type { OtherVariables } from "../../net/network_variables.ts";
import type { Platform } from "../../platform/platform.ts";
import { configFolder } from "./folders.ts";

/** A `~` in them is not replaced: Claude Code does not do so either. */
const WANTED = new Set([
  ...["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  "NODE_EXTRA_CA_CERTS",
]);
const MAX_BYTES = 4 << 20;

const settings = z.object({ env: z.record(z.string(), z.unknown()).nullish() });

export type EnvironmentHost = Pick<Host, "env"> & { readonly files: Pick<Host["files"], "read" | "list"> };

/** The variables of each settings file that has some, the most important first. Never rejects: a file that cannot be read has none. */
export async function networkVariables(
  { env, files }: EnvironmentHost,
  platform: Pick<Platform, "os" | "home">,
): Promise<readonly OtherVariables[]> {
  const managed = managedFolder(platform.os);
  const parts = below(managed, "managed-settings.d");
  const dropped = (await files.list(parts).catch(() => [])).filter((name) => name.endsWith(".json"));
  const paths = [
    // A file whose name is later in the alphabet counts more.
    ...dropped.toSorted().toReversed().map((name) => below(parts, name)),
    below(managed, "managed-settings.json"),
    below(configFolder({ env }, platform), "settings.json"),
  ];
  const found = await Promise.all(paths.map(async (file): Promise<readonly OtherVariables[]> => {
    const text = await files.read(file, MAX_BYTES).catch(() => null);
    const parsed = text === null ? null : settings.safeParse(parseJson(text));
    const all = Object.entries(parsed?.data?.env ?? {});
    const values = all.filter((each): each is [string, string] =>
      WANTED.has(each[0]) && typeof each[1] === "string"
    );
    return values.length === 0 ? [] : [{ file, values: Object.fromEntries(values) }];
  }));
  return found.flat();
}

function managedFolder(os: Platform["os"]): string {
  switch (os) {
    case "linux":
      return "/etc/claude-code";
    case "macos":
      return "/Library/Application Support/ClaudeCode";
    case "windows":
      return "C:\\Program Files\\ClaudeCode";
  }
}
