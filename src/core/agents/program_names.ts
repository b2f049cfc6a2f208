/** What a person knows a program and its sessions by: the folder in which they work. */
import { lastPart, oneLine } from "../text/excerpt.ts";
import type { AgentProgram } from "./program.ts";
import type { AgentSession } from "./session.ts";
import { shownSessions } from "./shown_sessions.ts";

/** Of a project's name, in characters. */
const NAME_MAX = 40;

/** The folder of a session's project. `session`: undefined = it is not known. */
export function projectOf(program: AgentProgram, session: AgentSession | undefined): string {
  return folderName(program, session?.directory || program.directory);
}

/** By key: the folder in which each program works, with its address where two have the same. */
export function programNames(programs: readonly AgentProgram[]): ReadonlyMap<string, string> {
  const named = programs.map((program) => ({ program, name: nameOf(program) }));
  const counts = Map.groupBy(named, ({ name }) => name);
  return new Map(named.map(({ program, name }) => [
    program.key,
    (counts.get(name)?.length ?? 0) > 1 ? `${name} ${program.address}` : name,
  ]));
}

function nameOf(program: AgentProgram): string {
  const directories = new Set(shownSessions(program).map(({ session }) => session.directory));
  const [only = ""] = directories.size === 1 ? directories : [];
  return folderName(program, only || program.directory);
}

/** A long name must not take the room of what stands behind it. */
function folderName({ product }: AgentProgram, path: string): string {
  return oneLine(lastPart(path), NAME_MAX) || product;
}
