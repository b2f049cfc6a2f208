/**
 * What a sidecar is given: its arguments with what stands for placeholders in them, and its environment. It gets nothing of this
 * program's own environment but the few variables that programs need to work at all: no token, no proxy, no secret of the person.
 */
import { isTold, type SidecarSettings, tokenVariableOf } from "../core/sidecars/sidecar_settings.ts";
import type { Host } from "../host/host.ts";
import type { StayingCommand } from "../host/staying_program.ts";

/** What placeholders stand for; null = there is no such thing, and the placeholder stays as it is. */
export interface Told {
  readonly port: number | null;
  readonly token: string | null;
  readonly socket: string | null;
}

/** `variables`: the names of those that each program gets. */
export function childCommand(
  host: Pick<Host, "env">,
  settings: SidecarSettings,
  told: Told,
  variables: readonly string[],
): Pick<StayingCommand, "program" | "args" | "env"> {
  const { command, env } = settings;
  const [program = "", ...args] = command.map((text) => filledIn(text, told));
  const inherited = variables.flatMap((name) => {
    const value = host.env(name);
    return value === undefined ? [] : [[name, value]];
  });
  const tokenEnv = tokenVariableOf(settings);
  return {
    program,
    args,
    env: {
      ...Object.fromEntries(inherited),
      ...Object.fromEntries(Object.entries(env).map(([name, text]) => [name, filledIn(text, told)])),
      ...(tokenEnv === "" || told.token === null ? {} : { [tokenEnv]: told.token }),
    },
  };
}

/** Whether it is given a token. */
export function takesToken(settings: SidecarSettings): boolean {
  return isTold(settings, "token") || tokenVariableOf(settings) !== "";
}

/** Each placeholder is filled in once: what was filled in is not looked at again. */
function filledIn(text: string, told: Told): string {
  return text.replaceAll(/\{(port|token|socket)\}/g, (placeholder, name: keyof Told) => {
    return String(told[name] ?? placeholder);
  });
}
