/** Methods that say how much of the limits is used. */
import * as z from "zod";
import { courseJsons } from "../../core/views/course_json.ts";
import { usageObject } from "../../core/views/get_usage_json.ts";
import { method, noParams, type RpcParts } from "./method.ts";

export const usageMethods = [
  method({
    name: "usage.get",
    does: "Gives the usage as it is known now, without asking the server.",
    params: noParams,
    answer: async () => (await import("../schemas/usage_schema.ts")).usageOrError,
    call: (_, parts) => usageNow(parts),
  }),
  method({
    name: "usage.refresh",
    does: "Asks the server, where that is allowed now, then gives the usage.",
    params: noParams,
    answer: async () => (await import("../schemas/usage_schema.ts")).usageOrError,
    async call(_, parts) {
      await parts.perform({ kind: "refresh" });
      return usageNow(parts);
    },
  }),
  method({
    name: "usage.forecast",
    does:
      "Gives the course of each limit so far, the line of even use, and the course that is expected until the reset with the band in " +
      "which the truth is nine times of ten. Limits of which too little is known are left out. `limit` is an id; without it, and " +
      "without `account`, all are given.",
    params: z.union([
      z.undefined(),
      z.strictObject({ limit: z.string().exactOptional(), account: z.string().exactOptional() }),
    ]),
    answer: async () => (await import("../schemas/course_schema.ts")).coursesSchema,
    call: (asked, { store, host, messages }) => ({
      courses: courseJsons(store.state(), host.now(), messages(), asked),
    }),
  }),
  method({
    name: "usage.statusLine",
    does:
      "Gives a line for Claude Code's status line, and takes the figures that it tells. Where there are Unix sockets, " +
      "`claudeminder statusline` does not need this method.",
    params: z.strictObject({
      input: z.string().describe("what Claude Code has given to its status line"),
      folder: z.string().nullable().default(null).describe("its `CLAUDE_CONFIG_DIR`"),
      columns: z.int().min(1).nullable().default(null).describe("how wide its terminal is"),
    }),
    answer: () => z.strictObject({ line: z.string() }),
    call: async ({ input, ...asker }, parts) => ({ line: await parts.statusLine(input, asker) }),
  }),
];

function usageNow({ store, host, messages }: RpcParts) {
  return usageObject(store.state(), host.now(), messages());
}
