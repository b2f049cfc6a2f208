/** Methods about notifications: to snooze them, and to press a button of one. */
import { JSONRPCErrorException } from "json-rpc-2.0";
import * as z from "zod";
import { longestSnoozeMinutes, noReset, sessionReset } from "../../core/alerts/snooze.ts";
import { second } from "../../core/time/units.ts";
import { readingOf } from "../../core/usage/current_usage.ts";
import { done } from "../schemas/shape.ts";
import { method, noParams } from "./method.ts";
import { reasonEn } from "../../core/language/en/reasons.ts";

/** This program's own errors count from 1. */
const noResetCode = 1;

export const alertMethods = [
  method({
    name: "alerts.snooze",
    does:
      "Snoozes notifications for so many minutes, or until the session's reset (error 1 where none is known). " +
      "The snooze ends with the session in any case.",
    params: z.union([
      z.strictObject({ minutes: z.number().positive().max(longestSnoozeMinutes) }),
      z.strictObject({ until: z.literal("reset") }),
    ]),
    answer: () =>
      z.strictObject({
        success: z.literal(true),
        snoozed_until: z.int().describe("epoch seconds"),
        snooze_remaining: z.int().describe("seconds"),
      }),
    async call(wish, { store, host, perform }) {
      if ("minutes" in wish) await perform({ kind: "snooze", minutes: wish.minutes });
      else if (sessionReset(readingOf(store.state()), host.now()) === null) {
        throw new JSONRPCErrorException(reasonEn(noReset), noResetCode);
      } else await perform({ kind: "snooze-until-reset" });
      const until = store.state().snoozedUntil ?? host.now();
      return {
        success: true,
        snoozed_until: Math.round(until / second),
        snooze_remaining: Math.max(0, Math.ceil((until - host.now()) / second)),
      };
    },
  }),
  method({
    name: "alerts.clearSnooze",
    does: "Ends the snooze.",
    params: noParams,
    answer: () => done,
    async call(_, { perform }) {
      await perform({ kind: "clear-snooze" });
      return { success: true };
    },
  }),
  method({
    name: "alerts.press",
    does:
      "Does what the button of a notification stands for, by the key of its `claudeminder:` link (Windows).",
    params: z.strictObject({ key: z.string().max(100) }),
    answer: () =>
      z.strictObject({ success: z.boolean().describe("false = no button has that key any more") }),
    call: ({ key }, { pressLink }) => ({ success: pressLink(key) }),
  }),
];
