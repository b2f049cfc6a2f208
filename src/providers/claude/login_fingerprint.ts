/** Whose login a process of this program would use, by its environment: two that differ in it must not answer for each other. */
import type { Host } from "../../host/host.ts";
import type { Platform } from "../../platform/platform.ts";
import { openCodeCredentialsFile, openCodeVariable, sha256Hex, tokenVariable } from "./stored_logins.ts";
import { configFolder, storageFolder } from "./folders.ts";

export type SurroundingsHost = Pick<Host, "env"> & { readonly files: Pick<Host["files"], "realPath"> };

/**
 * A hash, with `salt` in it, of every folder and variable that decides on it. Folders count by where they lead; where nothing is set
 * is as good as the usual place. No secret can be found from it: they are long and random.
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

/** A folder that is not there yet is what it is called. */
async function realFolder({ files }: SurroundingsHost, folder: string): Promise<string> {
  return await files.realPath(folder).catch(() => null) ?? folder;
}
