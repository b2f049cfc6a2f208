// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type Language, languageOf, type LanguageSetting } from "../../../src/core/language/languages.ts";

/** The setting, the environment, the system's own language, and the language that a person reads. */
type Row = readonly [LanguageSetting, Readonly<Record<string, string>>, string, Language];

const rows: readonly Row[] = [
  // The setting comes before all else.
  ["vi", { LC_ALL: "en_US.UTF-8", LANGUAGE: "en" }, "en-US", "vi"],
  ["en", { LC_ALL: "vi_VN.UTF-8", LANGUAGE: "vi" }, "vi-VN", "en"],
  // POSIX: LC_ALL, LC_MESSAGES, LANG; an empty one counts as none.
  ["auto", { LANG: "vi_VN.UTF-8" }, "en-US", "vi"],
  ["auto", { LANG: "vi" }, "en-US", "vi"],
  ["auto", { LANG: "VI_vn" }, "en-US", "vi"],
  ["auto", { LANG: "vi_VN@unicode" }, "en-US", "vi"],
  ["auto", { LANG: "en_US.UTF-8", LC_MESSAGES: "vi_VN.UTF-8" }, "en-US", "vi"],
  ["auto", { LANG: "vi_VN.UTF-8", LC_MESSAGES: "en_US.UTF-8" }, "vi-VN", "en"],
  ["auto", { LANG: "vi_VN.UTF-8", LC_MESSAGES: "vi_VN.UTF-8", LC_ALL: "en_GB.UTF-8" }, "vi-VN", "en"],
  ["auto", { LANG: "en_US.UTF-8", LC_MESSAGES: "en_US.UTF-8", LC_ALL: "vi_VN" }, "en-US", "vi"],
  ["auto", { LANG: "vi_VN.UTF-8", LC_MESSAGES: "", LC_ALL: "" }, "en-US", "vi"],
  ["auto", { LANG: "vi_VN.UTF-8", LC_TIME: "en_US.UTF-8", LC_CTYPE: "en_US.UTF-8" }, "en-US", "vi"],
  // Locales that belong to no language, and languages without a catalogue: "xx" and "yy" are no languages.
  ["auto", { LANG: "vi_VN.UTF-8", LC_ALL: "C" }, "vi-VN", "en"],
  ["auto", { LANG: "C.UTF-8" }, "vi-VN", "en"],
  ["auto", { LANG: "POSIX" }, "vi-VN", "en"],
  ["auto", { LANG: "xx_XX.UTF-8" }, "vi-VN", "en"],
  ["auto", { LANG: "vie_VN" }, "en-US", "en"],
  // GNU: LANGUAGE is a list, and its first known language wins; with the locale C it is ignored.
  ["auto", { LANG: "en_US.UTF-8", LANGUAGE: "vi:en" }, "en-US", "vi"],
  ["auto", { LANG: "en_US.UTF-8", LANGUAGE: "vi_VN" }, "en-US", "vi"],
  ["auto", { LANG: "vi_VN.UTF-8", LANGUAGE: "en_GB:vi" }, "vi-VN", "en"],
  ["auto", { LANG: "xx_XX.UTF-8", LANGUAGE: "xx:vi:en" }, "xx-XX", "vi"],
  ["auto", { LANG: "vi_VN.UTF-8", LANGUAGE: "xx:yy" }, "vi-VN", "en"],
  ["auto", { LANG: "vi_VN.UTF-8", LANGUAGE: "" }, "vi-VN", "vi"],
  ["auto", { LANG: "vi_VN.UTF-8", LANGUAGE: ":" }, "vi-VN", "vi"],
  ["auto", { LANG: "C", LANGUAGE: "vi" }, "vi-VN", "en"],
  ["auto", { LANG: "en_US.UTF-8", LC_ALL: "C", LANGUAGE: "vi" }, "en-US", "en"],
  // A program that was double-clicked: the environment names no language, the system does.
  ["auto", {}, "vi-VN", "vi"],
  ["auto", {}, "vi", "vi"],
  ["auto", {}, "en-US", "en"],
  ["auto", {}, "en-US-u-va-posix", "en"],
  ["auto", {}, "xx-XX", "en"],
  ["auto", {}, "", "en"],
  ["auto", { LANGUAGE: "vi" }, "en-US", "en"],
  ["auto", { LANG: "" }, "vi-VN", "vi"],
];

for (const [setting, variables, system, expected] of rows) {
  const named = JSON.stringify(variables);
  Deno.test(`languageOf() reads ${setting}, ${named}, a system in "${system}" as ${expected}`, () => {
    const found = languageOf(setting, { env: (name) => variables[name], language: () => system });
    assertEquals(found, expected);
  });
}
