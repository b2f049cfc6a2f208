/** The catalogues of each language. Those of `doctor` are in `doctor_catalogues.ts`: no other command has to load them. */
import type { CommandMessages } from "./command_messages.ts";
import { commandsEn } from "./en/command_messages.ts";
import { en } from "./en/messages.ts";
import type { Language } from "./languages.ts";
import type { Messages } from "./messages.ts";
import { commandsVi } from "./vi/command_messages.ts";
import { vi } from "./vi/messages.ts";

export function messagesIn(language: Language): Messages {
  switch (language) {
    case "en":
      return en;
    case "vi":
      return vi;
  }
}

export function commandMessagesIn(language: Language): CommandMessages {
  switch (language) {
    case "en":
      return commandsEn;
    case "vi":
      return commandsVi;
  }
}
