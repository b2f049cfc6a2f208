/** What `doctor` says in which language: loaded for its command only. */
import type { DoctorMessages } from "./doctor_messages.ts";
import { doctorEn } from "./en/doctor_messages.ts";
import type { Language } from "./languages.ts";
import { doctorVi } from "./vi/doctor_messages.ts";

export function doctorMessagesIn(language: Language): DoctorMessages {
  switch (language) {
    case "en":
      return doctorEn;
    case "vi":
      return doctorVi;
  }
}
