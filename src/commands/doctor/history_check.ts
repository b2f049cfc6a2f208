/** The file of the history: whether it is there, whether it can be read as a whole, how large it is and how far back it goes. */
import type { Settings } from "../../core/settings.ts";
import { reasonOf } from "../../core/reason_error.ts";
import { isDamaged, openHistoryToRead } from "../../storage/history/history_file.ts";
import { type Check, type Examination, ok, warning } from "./check.ts";

export async function historyCheck(exam: Examination, { history: { enabled } }: Settings): Promise<Check> {
  const { host, files: { history: file }, says, messages } = exam;
  try {
    const reader = await openHistoryToRead(host, file);
    if (reader === null) return ok("history", enabled ? says.notThereYet(file) : says.historyOff);
    try {
      if (!reader.isWhole()) return warning("history", says.senseless(file), says.setAsideAtStart);
      const bytes = (await host.files.stat(file))?.size ?? 0;
      const begin = reader.begin();
      const kept = says.historyKept(
        file,
        (bytes / 1e6).toFixed(1),
        begin === null ? null : messages.clock(begin, host.now()),
      );
      return ok("history", enabled ? kept : `${kept}; ${says.historyOff}`);
    } finally {
      reader.close();
    }
  } catch (error) {
    return isDamaged(error)
      ? warning("history", says.senseless(file), says.setAsideAtStart)
      : warning("history", messages.reason(reasonOf(error)), says.mendFile(file));
  }
}
