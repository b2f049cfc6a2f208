/**
 * The variables that Claude Code's settings give to it, as far as they are about the network: whoever works behind a company's proxy
 * has them there, and expects that what reads Claude Code's login goes the same way.
 * Source: https://code.claude.com/docs/en/settings and .../network-config: what is managed stands above a person's own; the settings
 * of projects are no matter of this program, which is in none.
 */
import * as z from "zod";
import { parseJson } from "../../core/text/json.ts";
import { below } from "../../core/text/path.ts";
import type { Host } from "../../host/host.ts";
import type { OtherVariables } from "../../net/network_variables.ts";
import type { Platform } from "../../platform/platform.ts";
import { configFolder } from "./folders.ts";

/** Without `~`, as Claude Code takes them. */
const WANTED = new Set([
  ...["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  "NODE_EXTRA_CA_CERTS",
]);
const MAX_BYTES = 4 << 20;

const settings = z.object({ env: z.record(z.string(), z.unknown()).nullish() });

export type EnvironmentHost = Pick<Host, "env"> & { readonly files: Pick<Host["files"], "read" | "list"> };

/** From each settings file that has any, what counts most first. Never rejects: what cannot be read gives nothing. */
export async function networkVariables(
  { env, files }: EnvironmentHost,
  platform: Pick<Platform, "os" | "home">,
): Promise<readonly OtherVariables[]> {
  const managed = managedFolder(platform.os);
  const parts = below(managed, "managed-settings.d");
  const dropped = (await files.list(parts).catch(() => [])).filter((name) => name.endsWith(".json"));
  const paths = [
    // Each is merged over the one before.
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
