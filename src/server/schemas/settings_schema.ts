/** The settings as other programs get them: all of them, by the keys of the settings file. */
import { settingsSchema as schema } from "../../core/settings.ts";

export const settingsSchema = schema.meta({
  id: "Settings",
  description: "Every setting, by its key in the settings file: the table in README.md.",
  isElsewhere: true,
});
