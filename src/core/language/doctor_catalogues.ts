/** The catalogue of `doctor` in each language. Only that command loads it. */
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
