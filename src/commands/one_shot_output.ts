/** What scripts rely on: a one-shot command prints one JSON object on standard output, whatever goes wrong. */
import type { CommandParts, ExitStatus } from "./command.ts";
import { reasonOf } from "../core/reason_error.ts";

/** Does `work`. Where it prints no object, this prints one with an `error`: what `work` said on stderr. Rejects as `work` does. */
export async function withOneObject(
  parts: CommandParts,
  work: (parts: CommandParts) => Promise<ExitStatus>,
): Promise<ExitStatus> {
  const said: string[] = [];
  let isPrinted = false;
  const print = () => {
    if (!isPrinted) parts.out(JSON.stringify({ error: said.join("; ") }));
  };
  try {
    const status = await work({
      ...parts,
      out(line) {
        isPrinted = true;
        parts.out(line);
      },
      err(line) {
        said.push(line);
        parts.err(line);
      },
    });
    print();
    return status;
  } catch (error) {
    said.push(parts.messages.reason(reasonOf(error)));
    print();
    throw error;
  }
}
