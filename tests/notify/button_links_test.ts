/** Links behind buttons: only somebody who was given a link can press its button. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import type { NoticeLinks } from "../../src/platform/platform.ts";
import { createButtonLinks, parseLink } from "../../src/notify/button_links.ts";
import { NOTICE } from "../platform/hostile_texts.ts";

const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);

const keysOf = ({ opens, buttons }: NoticeLinks) =>
  [...(opens === null ? [] : [opens]), ...buttons.map(({ link }) => link)].map((link) =>
    parseLink(link) ?? ""
  );

Deno.test("createButtonLinks() gives each button a key of its own, which works once", () => {
  const links = createButtonLinks({ random });
  const issued = links.issue(NOTICE);
  assertEquals(issued.buttons.map(({ label }) => label), ["Snooze 15 min", "Show"]);
  const [opens = "", snooze = "", show = ""] = keysOf(issued);
  assertEquals(new Set([opens, snooze, show]).size, 3);
  assertEquals(links.press("0".repeat(32)), null);
  assertEquals(links.press(""), null);
  assertEquals(links.press(snooze), { kind: "snooze", minutes: 15 });
  assertEquals([links.press(snooze), links.press(show), links.press(opens)], [null, null, null]);
});

Deno.test("createButtonLinks() forgets the keys of a notice that was replaced, and of the oldest of many", () => {
  const links = createButtonLinks({ random });
  const [, old = ""] = keysOf(links.issue({ ...NOTICE, subject: "a" }));
  const [, present = ""] = keysOf(links.issue({ ...NOTICE, subject: "a" }));
  assertEquals(links.press(old), null);
  for (let n = 0; n < 31; n++) links.issue({ ...NOTICE, subject: `other ${n}` });
  const again = createButtonLinks({ random });
  assertEquals(again.press(present), null);
  assertEquals(links.press(present), { kind: "snooze", minutes: 15 });
  const [, oldest = ""] = keysOf(links.issue({ ...NOTICE, subject: "a" }));
  for (let n = 31; n < 63; n++) links.issue({ ...NOTICE, subject: `other ${n}` });
  assertEquals(links.press(oldest), null);
});

Deno.test("createButtonLinks() takes 128 random bits for a key, and no others", () => {
  const asked: number[] = [];
  const links = createButtonLinks({
    random: (bytes) => {
      asked.push(bytes.length);
      return bytes.fill(0xa5);
    },
  });
  const { opens } = links.issue({ ...NOTICE, buttons: [] });
  assertEquals(opens, `claudeminder:${"a5".repeat(16)}`);
  assertEquals(asked, [16]);
});

Deno.test("parseLink() takes a link of ours and nothing that is like one", () => {
  const key = "0123456789abcdef".repeat(2);
  assertEquals(parseLink(`claudeminder:${key}`), key);
  const others = [
    key,
    `claudeminder:${key}/`,
    `claudeminder://${key}`,
    `claudeminder:${key}\n`,
    ` claudeminder:${key}`,
    `claudeminder:${key.toUpperCase()}`,
    `claudeminder:${key}0`,
    `claudeminder:${key.slice(1)}`,
    `Claudeminder:${key}`,
    `claudeminder:${key}" --quit`,
    "",
    "--help",
  ];
  for (const other of others) assert(parseLink(other) === null, other);
});
