/** The sender of notices over D-Bus as the tests use it, and what it says became of one. */
import { dbusSender } from "../../src/notify/dbus_sender.ts";
import type { NoticeSender, Sent } from "../../src/notify/sender.ts";

type FailedKind = "no-service" | "service-ended" | "silent-service";

export const SHOWN = { kind: "shown" } as const;
export const ignore = () => {};
export const failed = (kind: FailedKind): Sent => ({ kind: "failed", why: { about: "notifications", kind } });

/** A sender that is closed with its block. */
export function senderOn(
  host: Parameters<typeof dbusSender>[0]["host"],
): NoticeSender & AsyncDisposable {
  const sender = dbusSender({ host });
  return { ...sender, [Symbol.asyncDispose]: () => sender.close() };
}
