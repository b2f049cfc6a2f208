/** What the last answer was lacking, and what the running program gets instead of one. */
import * as z from "zod";
import type { SavedState } from "../../core/saved_state.ts";
import { gapLines } from "../../core/views/status_lines.ts";
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
/** The others have checks of their own, or the running program tells no more of them than these do. */
const toldHere: readonly string[] = ["refused", "rate-limited", "server-error", "odd-body", "no-endpoint"];

/** What the last answer lacked, and what the running program says of its last question; none where there is nothing to say. */
export async function answerChecks(exam: Examination, { readings }: SavedState): Promise<readonly Check[]> {
  const { messages, says } = exam;
  const failure = await failureOfRunning(exam);
  // The newest comes first; of another account's, who may never sign in again, nothing is to be done.
  const gaps = readings.slice(0, 1).flatMap((reading) => gapLines(reading, messages));
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
    // Whether it answers is another check's matter.
    return null;
  } finally {
    running.close();
  }
}
