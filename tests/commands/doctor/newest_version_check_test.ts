/** What `doctor` says of newer versions; it asks nobody. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { newStage, said, VERSION } from "./stage.ts";

const url = "https://example.org/version";
const asked = { url, askedAt: Date.now() - 3 * 3_600_000 - 1_000, outcome: "version", version: VERSION };

const REMEDY =
  "check updates.url: it has to answer with status 200 and 1.2.3, or JSON with it; redirects are not followed";

const rows: readonly (readonly [string, string, object | null, string])[] = [
  ["nobody is asked", "", asked, "ok: nobody is asked for it (updates.url)"],
  ["nobody was asked yet", url, null, "ok: the running program has not asked for it yet"],
  ["another place", "https://example.org/other", asked, "ok: the running program has not asked for it yet"],
  ["this is the newest", url, asked, "ok: none newer than this, 3 h ago"],
  [
    "a newer one",
    url,
    { ...asked, version: "v9.0.0" },
    "warning: 9.0.0 is out, 3 h ago -> get it from where you have this one",
  ],
  [
    "an answer without a version",
    url,
    { ...asked, outcome: "odd" },
    `warning: the answer named no version, 3 h ago -> ${REMEDY}`,
  ],
  [
    "no answer",
    url,
    { ...asked, outcome: "unreachable" },
    `warning: the place for it could not be reached, 3 h ago -> ${REMEDY}`,
  ],
];

Deno.test("doctor() says what is known of newer versions", async () => {
  await using stage = await newStage();
  for (const [what, configured, newest, expected] of rows) {
    await stage.write(stage.configFile, `[opencode]\nenabled = false\n[updates]\nurl = "${configured}"\n`);
    const kept = { version: 1, readings: [], snoozedUntil: null, requests: [], gates: [], newest };
    await stage.write(`${stage.stateFolder}/state.json`, JSON.stringify(kept));
    assertEquals((await stage.checks("newest")).map(said), [expected], what);
  }
});
