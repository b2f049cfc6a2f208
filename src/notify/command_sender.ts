/**
 * Shows notices by running a program, on systems that offer this program no better way. The output of that program is never repeated,
 * since it may contain the notice's text.
 */
import type { Notice } from "../core/alerts/notice.ts";
import type { Host, RunResult } from "../host/host.ts";
import type { NoticeCommand } from "../platform/platform.ts";
import { tidyNotice } from "./notice_text.ts";
import type { NoticeSender, SenderDescription, Sent } from "./sender.ts";
import type { NotificationsReason } from "../core/reason.ts";

/** How long in ms the program may take. */
const RUN_MS = 10_000;

export interface CommandSenderOptions {
  readonly host: Pick<Host, "run">;
  /** In a person's words: `osascript`. */
  readonly name: string;
  command(notice: Notice): NoticeCommand;
  /** Takes away the notice of a subject; null = the system cannot do that. */
  withdraw(subject: string): NoticeCommand | null;
  /** Never rejects. */
  describe(): Promise<SenderDescription>;
}

/** `pressed` is never called: a press comes back as a link, or not at all. `onReturn()` never calls its listener. */
export function commandSender(options: CommandSenderOptions): NoticeSender {
  const { host, name, command, describe } = options;
  let turn: Promise<unknown> = Promise.resolve();

  /** One after the other, so that a notice is not withdrawn before it is shown. */
  function run({ program, args, stdin }: NoticeCommand): Promise<RunResult> {
    const limits = { timeoutMs: RUN_MS, ...(stdin === undefined ? {} : { stdin }) };
    const ran = turn.then(() => host.run({ program, args }, limits));
    turn = ran.catch(() => {});
    return ran;
  }

  return {
    name,
    async send(notice) {
      try {
        const toRun = command(tidyNotice(notice));
        const { failures, prints = "" } = toRun;
        const { code, stdout, timedOut } = await run(toRun);
        if (timedOut) return failed({ kind: "late", program: name, seconds: RUN_MS / 1_000 });
        if (code !== 0) return failed(failures?.[code] ?? { kind: "failed", program: name, status: code });
        return stdout.includes(prints) ? { kind: "shown" } : failed({ kind: "shows-nothing", program: name });
      } catch {
        return failed({ kind: "not-run", program: name });
      }
    },
    withdraw(subject) {
      const toRun = options.withdraw(subject);
      // A notice that cannot be taken away stays.
      if (toRun !== null) run(toRun).catch(() => {});
    },
    onReturn: () => () => {},
    describe,
    close: () => Promise.resolve(),
  };
}

function failed(why: NotificationsReason): Sent {
  return { kind: "failed", why: { about: "notifications", ...why } };
}
