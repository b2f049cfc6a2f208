/** The status lines, loaded by the first question: most people have another status line, or none. */
import type { StatusLines, StatusLinesParts } from "./status_lines.ts";

export function statusLinesWhenAsked(parts: StatusLinesParts): StatusLines {
  const load = async () => {
    const { createStatusLines } = await import("./status_lines.ts");
    return createStatusLines(parts);
  };
  let lines: Promise<StatusLines> | null = null;
  return async (text, asker) => await (await (lines ??= load()))(text, asker);
}
