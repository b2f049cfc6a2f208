/** Texts that some program on the way to the screen could take for code, for the end of a text, or for an option. */
import type { Notice } from "../../src/core/alerts/notice.ts";

export const TEXTS: readonly string[] = [
  "Session 90 %",
  "",
  '"; Remove-Item -Recurse C:\\ #',
  "' + (Get-Process) + '",
  "$(touch x) `touch x` ${HOME} $env:PATH",
  "%PATH% !PATH! ^& & | < > &amp; ]]> <!-- <script>",
  "--help",
  "-e",
  "line\nline\r\nline\u2028line\u2029line",
  '" & display dialog "x" & "',
  "Tiếng Việt, 日本語, 👩‍👩‍👧 🎉, \u{10ffff}",
  "NUL \0 and \x1b[31m and \x07",
  "\\u0041 \\\\ \\",
  "\ud800 alone",
  "\u201cclever\u201d \u2018quotes\u2019",
  "x".repeat(2_000),
  "👩‍👩‍👧".repeat(250),
];

export const NOTICE: Notice = {
  subject: "usage",
  title: "Claude Usage Warning",
  body: "Session 90 %",
  urgency: "normal",
  buttons: [
    { id: "snooze:15", label: "Snooze 15 min", action: { kind: "snooze", minutes: 15 } },
    { id: "show", label: "Show", action: { kind: "show" } },
  ],
  opens: { label: "Show", action: { kind: "show" } },
};
