/**
 * Certificate authorities that are trusted besides the system's: those in `usage.ca_file`, and those in the file that
 * NODE_EXTRA_CA_CERTS names.
 */
import { settingError } from "./net_error.ts";
import { firstSet, type NetworkVariable, type NetworkVariables } from "./network_variables.ts";
import { certificatesInFile, type PemHost } from "./pem_files.ts";
import type { Reason } from "../core/reason.ts";

/**
 * The certificates in `usage.ca_file`, PEM each; none if the path is "". Rejects with a `NetError` that says what is
 * wrong with the file.
 */
export async function readCaFile(
  host: PemHost,
  path: string,
): Promise<readonly string[]> {
  if (path === "") return [];
  const bundle = await certificatesInFile(host, { from: "usage.ca_file", path });
  if (bundle.kind === "bad") throw settingError(bundle.why);
  return bundle.certificates;
}

/** A variable of Node, and so of Claude Code. Source: https://nodejs.org/api/cli.html, "NODE_EXTRA_CA_CERTS". */
const EXTRA_VARIABLE = "NODE_EXTRA_CA_CERTS";

/** More authorities to trust. If they cannot be read, the request goes on without them, as Node does. */
export interface ExtraAuthorities {
  /** The variable that names the file, and where it is set; null = no file is named. */
  readonly named: NetworkVariable | null;
  readonly certificates: readonly string[];
  /** What is wrong with the file; null = nothing. */
  readonly problem: Reason | null;
}

/** Never rejects. */
export async function extraAuthorities(
  host: PemHost,
  variables: NetworkVariables,
): Promise<ExtraAuthorities> {
  const named = firstSet(variables, [EXTRA_VARIABLE]);
  if (named === null) return { named, certificates: [], problem: null };
  const bundle = await certificatesInFile(host, { from: named.from, path: named.value });
  return bundle.kind === "bad"
    ? { named, certificates: [], problem: bundle.why }
    : { named, certificates: bundle.certificates, problem: null };
}
