/** Which login a process of this program would use, by its environment. A process must not answer for one that would use another login. */
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import { openCodeCredentialsFile, openCodeVariable, sha256Hex, tokenVariable } from "./login_places.ts";
import { configFolder, storageFolder } from "./folders.ts";

export type SurroundingsHost = Pick<Host, "env"> & { readonly files: Pick<Host["files"], "realPath"> };

/**
 * A hash of `salt` and of all folders and variables that decide which login is used. A link counts as the folder that it leads to, and
 * a folder that is not set as the usual one. Nobody can find the secrets from the hash: they are long and random.
 */
export async function surroundingsHash(
  host: SurroundingsHost,
  platform: Platform,
  { url, salt }: { readonly url: string; readonly salt: string },
): Promise<string> {
  const openCode = host.env(openCodeVariable) || "";
  const folders = [
    configFolder(host, platform),
    storageFolder(host, platform),
    openCode === "" ? openCodeCredentialsFile(host, platform).folder : "",
  ];
  const real = await Promise.all(folders.map((folder) => realFolder(host, folder)));
  return await sha256Hex(JSON.stringify([salt, url, ...real, openCode, host.env(tokenVariable) || ""]));
}

/** A folder that does not exist yet counts by its path. */
async function realFolder({ files }: SurroundingsHost, folder: string): Promise<string> {
  return await files.realPath(folder).catch(() => null) ?? folder;
}
