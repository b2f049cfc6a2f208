import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import * as z from "zod";
import { sbom } from "../../packaging/sbom.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const LOCK = Deno.readTextFileSync(join(ROOT, "deno.lock"));

const componentSchema = z.object({
  name: z.string(),
  version: z.string(),
  purl: z.string(),
  scope: z.string(),
  "bom-ref": z.string(),
  hashes: z.array(z.object({ alg: z.string(), content: z.string() })).optional(),
});
const sbomSchema = z.object({
  bomFormat: z.literal("CycloneDX"),
  specVersion: z.literal("1.5"),
  serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
  metadata: z.object({ timestamp: z.literal("2026-01-02T03:04:06.000Z") }),
  components: z.array(componentSchema),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
const lockSchema = z.object({ npm: z.record(z.string(), z.object({ integrity: z.string() })) });

function sbomWith(inProgram: readonly string[]): Promise<string> {
  const timeMs = Date.UTC(2026, 0, 2, 3, 4, 6);
  return sbom({ lock: LOCK, inProgram, licence: () => Promise.resolve("MIT"), version: "1.2.3", timeMs });
}

Deno.test("sbom() lists the lock file's packages with their sums, and which of them are in the program", async () => {
  const bill = sbomSchema.parse(JSON.parse(await sbomWith(["zod@4.6.7", "@logtape/file@2.3.10"])));
  const { npm } = lockSchema.parse(JSON.parse(LOCK));
  const packages = bill.components.filter(({ purl }) => purl.startsWith("pkg:npm/"));
  assertEquals(packages.map((each) => each["bom-ref"]).sort(), Object.keys(npm).sort());
  for (const each of packages) {
    const sum = Uint8Array.fromHex(each.hashes?.[0]?.content ?? "").toBase64();
    assertEquals(`sha512-${sum}`, npm[each["bom-ref"]]?.integrity);
  }
  const required = bill.components.filter(({ scope }) => scope === "required").map(({ purl }) => purl).sort();
  assertEquals(required, [
    `pkg:github/denoland/deno@v${Deno.version.deno}`,
    "pkg:npm/%40logtape/file@2.3.10",
    "pkg:npm/zod@4.6.7",
  ]);
  const refs = new Set(bill.components.map((each) => each["bom-ref"]));
  for (const { dependsOn } of bill.dependencies) {
    for (const ref of dependsOn) assertEquals(refs.has(ref), true, ref);
  }
  const file = bill.dependencies.find(({ ref }) => ref.startsWith("@logtape/file@"));
  assertEquals(file?.dependsOn, ["@logtape/logtape@2.4.2"]);
});

Deno.test("sbom() refuses a package that is not in the lock file", async () => {
  await assertRejects(
    () => sbomWith(["zod@0.0.1"]),
    Error,
    "deno.lock lacks what is in the program: zod@0.0.1",
  );
});
