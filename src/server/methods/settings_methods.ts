/** Methods that read and change the settings. */
import * as z from "zod";
import { method, noParams } from "./method.ts";

const settings = async () => (await import("../schemas/settings_schema.ts")).settingsSchema;

export const settingsMethods = [
  method({
    name: "config.get",
    does: "Gives the settings in force.",
    params: noParams,
    answer: async () => z.strictObject({ config: await settings() }),
    call: (_, { store }) => ({ config: store.state().settings }),
  }),
  method({
    name: "config.set",
    does: "Changes settings, in the settings file and at once: only the keys that are given.",
    params: z.record(z.string(), z.unknown()).describe("any of the keys of Settings"),
    answer: async () =>
      z.union([
        z.strictObject({ success: z.literal(true), config: await settings() }),
        z.strictObject({ success: z.literal(false), error: z.string() }),
      ]),
    async call(change, { changeSettings, messages }) {
      const changed = await changeSettings(change);
      switch (changed.kind) {
        case "settings":
          return { success: true, config: changed.settings };
        case "problems":
          return { success: false, error: changed.problems.map(messages().reason).join("; ") };
      }
    },
  }),
];
