/** The languages that there are, and which of them a person reads: by the settings, else by the environment, else by the system. */

export const languages = ["en", "vi"] as const;

export type Language = typeof languages[number];

/** What the settings can say. `auto`: the environment and the system decide. */
export type LanguageSetting = "auto" | Language;

export interface LocaleSource {
  env(name: string): string | undefined;
  /** The system's own language as a tag, "vi-VN": for a program that was double-clicked, nothing else tells. */
  language(): string;
}

/**
 * The first of these that names a language: the setting, LC_ALL, LC_MESSAGES, LANG (POSIX, "Environment Variables", 8.2; an empty
 * variable counts as none), the system's own language. Where the environment names a language, LANGUAGE can list better ones; it is
 * ignored where the locale is C (gettext, "The LANGUAGE variable"). A person who reads another language gets English.
 */
export function languageOf(setting: LanguageSetting, { env, language }: LocaleSource): Language {
  if (setting !== "auto") return setting;
  const locale = env("LC_ALL") || env("LC_MESSAGES") || env("LANG");
  if (!locale) return known(language()) ?? "en";
  if (isPlain(locale)) return "en";
  const wanted = (env("LANGUAGE") ?? "").split(":").filter((name) => name !== "");
  if (wanted.length === 0) return known(locale) ?? "en";
  for (const name of wanted) {
    const found = known(name);
    if (found !== null) return found;
  }
  return "en";
}

/** `vi`, `vi_VN.UTF-8`, `vi-VN`, `vi_VN@euro`; null = there is no catalogue of that language. */
function known(locale: string): Language | null {
  const name = /^[a-z]+/.exec(locale.toLowerCase())?.[0];
  return languages.find((language) => language === name) ?? null;
}

/** Locales that belong to no language: C, POSIX, C.UTF-8. */
function isPlain(locale: string): boolean {
  return /^(C|POSIX)($|[.@])/.test(locale);
}
