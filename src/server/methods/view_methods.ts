/** Methods that give the state as it is shown: to programs, in the tray, in bars, and on a terminal. */
import * as z from "zod";
import { JSONRPCErrorCode, JSONRPCErrorException } from "json-rpc-2.0";
import { templateMax } from "../../core/views/bars/bar_template.ts";
import { snapshot } from "../../core/views/snapshot.ts";
import { method, noParams } from "./method.ts";

export const viewMethods = [
  method({
    name: "status.get",
    does: "Gives the snapshot: the whole state for programs.",
    params: noParams,
    answer: async () => (await import("../schemas/snapshot_schema.ts")).snapshotSchema,
    call: (_, { store, host, messages }) => snapshot(store.state(), host.now(), messages()),
  }),
  method({
    name: "tray.get",
    does: "Gives what the tray shows.",
    params: noParams,
    answer: async () => (await import("../schemas/tray_schema.ts")).trayViewSchema,
    call: (_, { views }) => views.view(),
  }),
  method({
    name: "status.line",
    does: "Gives the line that `status --line` prints, or with a template the one of `status --format`.",
    params: z.strictObject({
      template: z.string().max(templateMax).exactOptional().describe("with fields, as `{percent}`"),
    }),
    answer: () => z.strictObject({ text: z.string() }),
    async call({ template }, { store, host, messages }) {
      const { lineOfState } = await import("../../core/views/bars/bar_text.ts");
      const text = lineOfState(store.state(), host.now(), messages(), template ?? null);
      if (text !== null) return { text };
      throw new JSONRPCErrorException("Invalid params: no such template", JSONRPCErrorCode.InvalidParams);
    },
  }),
  method({
    name: "status.waybar",
    does: "Gives a custom module of waybar, as `status --waybar` prints it.",
    params: noParams,
    answer: async () => (await import("../schemas/bar_schema.ts")).waybarSchema,
    async call(_, { store, host, messages, views }) {
      const { waybarOfState } = await import("../../core/views/bars/bar_text.ts");
      return waybarOfState(store.state(), host.now(), messages(), views.view().tooltip);
    },
  }),
  method({
    name: "status.terminal",
    does: "Gives the lines that `status` prints on a terminal, each as texts with styles.",
    params: z.strictObject({ columns: z.int().min(1).max(1_000).describe("how wide the terminal is") }),
    answer: async () => (await import("../schemas/bar_schema.ts")).terminalSchema,
    async call({ columns }, { store, host, messages, views }) {
      const { terminalStatus } = await import("../../core/views/terminal/terminal_status.ts");
      const { title } = views.view().tooltip;
      return {
        lines: terminalStatus(store.state(), host.now(), { messages: messages(), columns, title }),
      };
    },
  }),
];
