/**
 * Shows notices by running a program, where the system has no better way that is open to us. The program's output is never
 * repeated: it may hold the notice's text.
 */
import type { Notice } from "../core/alerts/notice.ts";
import type { Host } from "../host.ts";
import type { NoticeCommand } from "../platform/platform.ts";
import { tidyNotice } from "./notice_text.ts";
import type { NoticeSender, SenderDescription, Sent } from "./sender.ts";

/** How long in ms the program may take. */
const RUN_MS = 10_000;

export interface CommandSenderOptions {
  readonly host: Pick<Host, "run">;
  /** In a person's words: `osascript`. */
  readonly name: string;
  command(notice: Notice): NoticeCommand;
  /** Never rejects. */
  describe(): Promise<SenderDescription>;
}

/** `pressed` is never called: what can be pressed comes back as a link, if at all. Nothing tells of a return either. */
export function commandSender({ host, name, command, describe }: CommandSenderOptions): NoticeSender {
  return {
    name,
    async send(notice) {
      try {
        const { program, args, stdin, failures } = command(tidyNotice(notice));
        const options = { timeoutMs: RUN_MS, ...(stdin === undefined ? {} : { stdin }) };
        const { code, timedOut } = await host.run({ program, args }, options);
        if (timedOut) return failed(`${name} did not end within ${RUN_MS / 1_000} s`);
        if (code !== 0) return failed(failures?.[code] ?? `${name} failed (exit status ${code})`);
        return { kind: "shown" };
      } catch {
        return failed(`${name} cannot be run`);
      }
    },
    onReturn: () => () => {},
    describe,
    close: () => Promise.resolve(),
  };
}

function failed(why: string): Sent {
  return { kind: "failed", why };
}
