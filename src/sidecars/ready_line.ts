/** The line on standard output with which a program that stays says that it is ready, and where it is reached. */
import * as z from "zod";
import { loopbackHost } from "../core/sidecars/sidecar_settings.ts";
import { parseJson } from "../core/text/json.ts";

const readyLine = z.object({
  type: z.literal("ipc-server-ready"),
  port: z.int().min(1).max(65_535),
  // The token is meant for this machine alone.
  host: z.string().regex(loopbackHost).optional(),
  token: z.string().min(1).nullish(),
});

export interface ReadyLine {
  readonly port: number;
  /** Null = it does not say. */
  readonly host: string | null;
  readonly token: string | null;
}

/** Null = it is another line. */
export function parseReadyLine(line: string): ReadyLine | null {
  if (!line.includes("ipc-server-ready")) return null;
  const { data } = readyLine.safeParse(parseJson(line));
  return data === undefined ? null : { port: data.port, host: data.host ?? null, token: data.token ?? null };
}
