/** What variables say of the network: the person's own, and where those say nothing, what another program's settings give to it. */
import type { Host } from "../host/host.ts";

/** Variables that another program's settings hold. */
export interface OtherVariables {
  /** The file that they stand in. */
  readonly file: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Where variables are looked up: the own ones first, then the others in their order. */
export interface NetworkVariables {
  env(name: string): string | undefined;
  readonly others?: readonly OtherVariables[];
}

export interface NetworkVariable {
  /** Its name, and the file that it stands in where it is not one of the environment. */
  readonly from: string;
  readonly value: string;
}

/** The first of the variables that is set in the first of the places that has one. An empty one is as good as none. */
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

/** Those of the environment, and the others as they are now. */
export async function variablesNow(
  host: Pick<Host, "env">,
  others: (() => Promise<readonly OtherVariables[]>) | undefined,
): Promise<NetworkVariables> {
  return { env: (name) => host.env(name), others: await others?.() ?? [] };
}
