/** The method that tells of the past. */
import { JSONRPCErrorCode, JSONRPCErrorException } from "json-rpc-2.0";
import * as z from "zod";
import { momentOf } from "../../core/history/given_times.ts";
import { historyJson } from "../../core/history/history_json.ts";
import { resolutions } from "../../core/history/history_query.ts";
import { reasonEn } from "../../core/language/en/reasons.ts";
import { ReasonError } from "../../core/reason_error.ts";
import { day } from "../../core/time/units.ts";
import { method } from "./method.ts";

/** This program's own errors count from 1. */
const noHistoryCode = 1;
const moment = z.union([z.iso.datetime({ offset: true }), z.number().min(0)]);

export const historyMethods = [
  method({
    name: "usage.history",
    does:
      "Gives what happened to the limits in a time, which alerts were told, and what agents waited for (error 1 where the history is " +
      "off or cannot be read). Times are ISO 8601, epoch seconds or epoch ms. Without `from` it is the last week, without `to` it " +
      "ends now. `resolution`: each change (raw; of the last 60 days), or a point for each quarter, hour or day of local time with a " +
      "change; quarter where it is not given.",
    params: z.union([
      z.undefined(),
      z.strictObject({
        from: moment.exactOptional(),
        to: moment.exactOptional(),
        resolution: z.enum(resolutions).exactOptional(),
        account: z.string().exactOptional(),
      }),
    ]),
    answer: async () => (await import("../schemas/history_schema.ts")).historySchema,
    async call(given, { history, host, store, messages }) {
      const { resolution = "quarter", account } = given ?? {};
      const to = given?.to === undefined ? host.now() : momentOf(given.to);
      const from = given?.from === undefined ? (to ?? 0) - 7 * day : momentOf(given.from);
      if (from === null || to === null || from >= to) {
        throw new JSONRPCErrorException(
          "Invalid params: from must be a time before to",
          JSONRPCErrorCode.InvalidParams,
        );
      }
      try {
        const of = account === undefined ? {} : { account };
        const answer = await history.read({ from, to, resolution, ...of });
        return historyJson(answer, store.state().readings, messages());
      } catch (error) {
        if (!(error instanceof ReasonError)) throw error;
        throw new JSONRPCErrorException(reasonEn(error.reason), noHistoryCode);
      }
    },
  }),
];
