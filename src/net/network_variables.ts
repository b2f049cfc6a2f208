/**
 * Environment variables about the network: the person's own, and, where those say nothing, the ones in another
 * program's settings.
 */
import type { Host } from "../host/host.ts";

/** Variables in another program's settings. */
export interface OtherVariables {
  /** The file of those settings. */
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Where variables are looked up: first in the environment, then in the others in their order. */
export interface NetworkVariables {
  env(name: string): string | undefined;
  readonly others?: readonly OtherVariables[];
}

export interface NetworkVariable {
  /** Its name; if it is not from the environment, also the file. */
  readonly from: string;
  readonly value: string;
}

/**
 * The first of these variables that is set, from the first place that has one of them. An empty variable counts as not
 * set.
 */
export function firstSet(
  { env, others = [] }: NetworkVariables,
  names: readonly string[],
): NetworkVariable | null {
  const places = [
    { env, file: null },
    ...others.map(({ file, values }) => ({ env: (name: string) => values[name], file })),
  ];
  for (const { env: look, file } of places) {
    for (const name of names) {
      const value = look(name)?.trim();
      if (value === undefined || value === "") continue;
      return { from: file === null ? name : `${name} in ${file}`, value };
    }
  }
  return null;
}

/** The variables of the environment, and the others at this moment. */
export async function variablesNow(
  host: Pick<Host, "env">,
  others: (() => Promise<readonly OtherVariables[]>) | undefined,
): Promise<NetworkVariables> {
  return { env: (name) => host.env(name), others: await others?.() ?? [] };
}
