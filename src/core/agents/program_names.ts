/** The names of programs and sessions for people: the folders in which they work. */
import { lastPart, oneLine } from "../text/excerpt.ts";
import type { AgentProgram } from "./program.ts";
import type { AgentSession } from "./session.ts";
import { shownSessions } from "./shown_sessions.ts";

/** Characters in the name of a project. */
const NAME_MAX = 40;

/** The name of the folder in which a session works, or the program's folder if the session is not known. */
export function projectOf(program: AgentProgram, session: AgentSession | undefined): string {
  return folderName(program, session?.directory || program.directory);
}

/** The name of each program, by its key: its folder, with its address if two programs have the same folder name. */
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

/** Cut, so that there is room for the text behind it. */
function folderName({ product }: AgentProgram, path: string): string {
  return oneLine(lastPart(path), NAME_MAX) || product;
}
