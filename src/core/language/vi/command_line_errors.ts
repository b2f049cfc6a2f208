/**
 * What commander (15.1.0, lib/command.js, lib/option.js, lib/suggestSimilar.js) says of wrong usage, in Vietnamese: it has no catalogue
 * of its own, and gives only the finished sentence.
 */

const sentences: readonly (readonly [english: RegExp, vietnamese: string])[] = [
  [
    /^error: option '(.+?)' argument '(.+?)' is invalid\. Allowed choices are (.+?)\.$/,
    "lỗi: giá trị '$2' của tùy chọn '$1' không hợp lệ. Được phép: $3.",
  ],
  [
    /^error: command-argument value '(.+?)' is invalid for argument '(.+?)'\. Allowed choices are (.+?)\.$/,
    "lỗi: giá trị '$1' của đối số '$2' không hợp lệ. Được phép: $3.",
  ],
  [/^error: missing required argument '(.+?)'$/, "lỗi: thiếu đối số '$1'"],
  [/^error: option '(.+?)' argument missing$/, "lỗi: tùy chọn '$1' thiếu giá trị"],
  [
    /^error: option '(.+?)' cannot be used with option '(.+?)'$/,
    "lỗi: không dùng được tùy chọn '$1' cùng với '$2'",
  ],
  [/^error: unknown option '(.+?)'$/, "lỗi: không có tùy chọn '$1'"],
  [/^error: unknown command '(.+?)'$/, "lỗi: không có lệnh '$1'"],
  [
    /^error: too many arguments for '(.+?)'\. Expected (.+?) arguments? but got (.+?): (.+?)\.$/,
    "lỗi: '$1' có quá nhiều đối số. Cần $2 nhưng nhận được $3: $4.",
  ],
  [/^\(Did you mean one of (.+?)\?\)$/, "(Có phải bạn muốn một trong: $1?)"],
  [/^\(Did you mean (.+?)\?\)$/, "(Có phải bạn muốn $1?)"],
];

/** One line of it; another line stays as it is. */
export function usageErrorVi(line: string): string {
  const found = sentences.find(([english]) => english.test(line));
  return found === undefined ? line : line.replace(found[0], found[1]);
}
