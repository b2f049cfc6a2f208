/** What the newest version is asked for, and when. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { type NewestVersion, nextVersionQuestionAt, versionIn } from "../../src/core/newest_version.ts";
import { hour, t0 } from "./situations.ts";

const url = "https://example.org/version";
const asked: NewestVersion = { url, askedAt: t0, outcome: "version", version: "1.2.3" };

Deno.test("nextVersionQuestionAt() is a day after an answer, an hour after none, and never where no place is named", () => {
  const rows: readonly (readonly [string, NewestVersion | null, string, number, number | null])[] = [
    ["never asked", null, url, t0, t0],
    ["asked", asked, url, t0 + hour, t0 + 24 * hour],
    ["asked long ago", asked, url, t0 + 99 * hour, t0 + 24 * hour],
    ["not reached", { ...asked, outcome: "unreachable" }, url, t0 + 1, t0 + hour],
    ["an odd answer", { ...asked, outcome: "odd" }, url, t0 + hour, t0 + 24 * hour],
    ["asked by a clock that was wrong", asked, url, t0 - hour, t0 - hour],
    ["another place", asked, "https://example.org/other", t0 + 1, t0 + 1],
    ["turned off", asked, "", t0 + 99 * hour, null],
    ["off from the start", null, "", t0, null],
  ];
  for (const [name, newest, place, now, at] of rows) {
    assertEquals(nextVersionQuestionAt(newest, place, now), at, name);
  }
});

Deno.test("versionIn() reads plain text, JSON, and a release as GitHub has it", () => {
  const rows: readonly (readonly [string, string | null])[] = [
    ["1.2.3", "1.2.3"],
    [" v1.2.3\r\n", "v1.2.3"],
    ['"1.2.3"', "1.2.3"],
    ['{"version": "1.2.3", "more": [1]}', "1.2.3"],
    ['{"tag_name": "v1.2.3", "html_url": "https://example.org"}', "v1.2.3"],
    ['{"version": 1.2}', null],
    ['{"name": "1.2.3"}', null],
    ["[]", null],
    ["", null],
    ["null", null],
    [`<!doctype html>${"<p>sign in</p>".repeat(9)}`, null],
    ["1".repeat(65), null],
  ];
  for (const [body, version] of rows) assertEquals(versionIn(body), version, body);
});
