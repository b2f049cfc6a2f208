/** What was missing in the last answer, and what the running program got instead of an answer. */
import * as z from "zod";
import { savedReadingOf, type SavedState } from "../../core/saved_state.ts";
import { gapLines } from "../../core/views/state_lines.ts";
import { connectRunning } from "../../server/rpc_client.ts";
import { type Check, type Examination, warning } from "./check.ts";

const status = z.object({
  usage: z.object({
    failure: z.object({
      kind: z.string(),
      message: z.string().max(300),
      note: z.string().max(300).optional(),
    })
      .nullable(),
  }),
});
/**
 * Only these failures are reported here. The others have checks of their own, or the running program knows no more
 * about them than those checks.
 */
const toldHere: readonly string[] = ["refused", "rate-limited", "server-error", "odd-body", "no-endpoint"];

/**
 * What was missing in the last answer, and what the running program says of its last question; [] = there is nothing to
 * say.
 */
export async function answerChecks(exam: Examination, saved: SavedState): Promise<readonly Check[]> {
  const { messages, says } = exam;
  const failure = await failureOfRunning(exam);
  // Only one reading: others may be of accounts that never sign in again.
  const reading = savedReadingOf(saved);
  const gaps = reading === null ? [] : gapLines(reading, messages);
  return [
    ...(failure === null ? [] : [warning("answer", failure, null)]),
    ...gaps.map((line) => warning("answer", line, says.reportIt)),
  ];
}

async function failureOfRunning({ host, files }: Examination): Promise<string | null> {
  const running = await connectRunning(host, files.server).catch(() => null);
  if (running === null) return null;
  try {
    const parsed = status.safeParse(await running.call("status.get"));
    const failure = parsed.success ? parsed.data.usage.failure : null;
    if (failure === null || !toldHere.includes(failure.kind)) return null;
    return failure.note === undefined ? failure.message : `${failure.message}; ${failure.note}`;
  } catch {
    // Another check says whether it answers.
    return null;
  } finally {
    running.close();
  }
}
