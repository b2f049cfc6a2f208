/** What goes into the program, and what does not. These tests have a file of their own, since esbuild's process ends some time after its work. */
import { assert, assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { join } from "node:path";
import { bundle, withStableNames } from "../../packaging/bundle.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

Deno.test({
  name:
    "bundle() leaves out the XML that the D-Bus package brings along, and says so where it is used after all",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const { packages } = await bundle(join(ROOT, "src", "dbus", "bus_connection.ts"), folder);
      assert(packages.some((id) => id.startsWith("@jellybrick/dbus-next@")), packages.join());
      assertEquals(packages.filter((id) => /xml/.test(id)), []);
      const { XMLParser, default: Builder } = await import(`file://${folder}/left_out.js`);
      assertThrows(() => new XMLParser({}).parse("<node/>"), Error, "XML is left out");
      assertThrows(() => new Builder({}).build({}), Error, "XML is left out");
      // What a connection makes for itself can be made.
      const { connectSessionBus } = await import(`file://${folder}/bus_connection.js`);
      const host = { env: () => undefined, sleep: () => Promise.resolve(), files: { stat: () => null } };
      await assertRejects(() => connectSessionBus(host), Error, "There is no D-Bus session bus");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test("withStableNames() names chunks after their content, not after where they were made", () => {
  const bundled = (hash: string) =>
    new Map([
      ["main.js", `import "./chunk-${hash}.js";import "./chunk-BBBBBBBB.js"`],
      [`chunk-${hash}.js`, "1"],
      ["chunk-BBBBBBBB.js", "2"],
    ]);
  const named = withStableNames(bundled("AAAAAAAA"));
  assertEquals([...named], [...withStableNames(bundled("ZZZZZZZZ"))]);
  for (const name of named.keys()) {
    if (name !== "main.js") assertStringIncludes(named.get("main.js") ?? "", `"./${name}"`);
  }
  assertEquals(named.size, 3);
});
