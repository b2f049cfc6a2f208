import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import * as z from "zod";
import { withStableNames } from "../../packaging/bundle.ts";
import { ico, png } from "../../packaging/app_icon.ts";
import { runtimeFor, runtimeVariable } from "../../packaging/deno_runtime.ts";
import { sbom } from "../../packaging/sbom.ts";
import { BuildError, formatOf, targetOf, TRIPLES } from "../../packaging/targets.ts";
import { decoded, hasDecoder } from "../support/icon_decoder.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const LOCK = Deno.readTextFileSync(join(ROOT, "deno.lock"));

/** A file of 4096 bytes that begins as a program of this kind does. */
function beginning(fields: readonly (readonly [offset: number, bytes: readonly number[]])[]): Uint8Array {
  const bytes = new Uint8Array(4096);
  for (const [offset, values] of fields) bytes.set(values, offset);
  return bytes;
}

const ARM64_ELF = beginning([[0, [0x7f, 0x45, 0x4c, 0x46]], [18, [183, 0]]]);

Deno.test("formatOf() tells the programs of all targets, and anything else, apart", () => {
  const PE = [[0, [0x4d, 0x5a]], [60, [0x80]], [0x80, [0x50, 0x45, 0, 0, 0x64, 0x86]]] as const;
  assertEquals(formatOf(ARM64_ELF), "elf-aarch64");
  assertEquals(formatOf(beginning([[0, [0x7f, 0x45, 0x4c, 0x46]], [18, [62]]])), "elf-x86_64");
  assertEquals(formatOf(beginning([[0, [0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1]]])), "macho-x86_64");
  assertEquals(formatOf(beginning([[0, [0xcf, 0xfa, 0xed, 0xfe, 12, 0, 0, 1]]])), "macho-aarch64");
  assertEquals(formatOf(beginning(PE)), "pe-x86_64");
  assertEquals(formatOf(beginning([[0, [0x23, 0x21]]])), null);
  assertEquals(formatOf(beginning([[0, [0x4d, 0x5a]], [60, [0xff, 0xff, 0xff, 0xff]]])), null);
  assertEquals(formatOf(new Uint8Array(3)), null);
});

Deno.test("runtimeFor() takes the variable of the target, and DENORT_BIN when it is of the target", async () => {
  const arm = targetOf("aarch64-unknown-linux-gnu");
  const path = await Deno.makeTempFile({ prefix: "claudeminder-denort-" });
  try {
    await Deno.writeFile(path, ARM64_ELF);
    const own = runtimeVariable(arm.triple);
    assertEquals(own, "DENORT_BIN_AARCH64_UNKNOWN_LINUX_GNU");
    const from = (variables: Record<string, string>, target = arm) =>
      runtimeFor(target, (name) => variables[name]);
    assertEquals(await from({ [own]: path, DENORT_BIN: "/none" }), path);
    assertEquals(await from({ DENORT_BIN: path }), path);
    const intel = targetOf("x86_64-unknown-linux-gnu");
    const refused = await assertRejects(
      () => from({ [runtimeVariable(intel.triple)]: path }, intel),
      BuildError,
    );
    assertStringIncludes(refused.message, "not a program for x86_64-unknown-linux-gnu");
    await assertRejects(() => from({ DENORT_BIN: "/none" }), BuildError, 'DENORT_BIN names "/none"');
  } finally {
    await Deno.remove(path);
  }
});

Deno.test("targetOf() gives each system its own tray helper only", () => {
  assertEquals(TRIPLES.map((triple) => targetOf(triple).trayHelper), [
    "tray_linux_release",
    null,
    "tray_darwin_release",
    "tray_darwin_release",
    "tray_windows_release.exe",
  ]);
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

Deno.test("ico() holds pictures for every scale of the Windows shell", async () => {
  const icon = await ico();
  const view = new DataView(icon.buffer, icon.byteOffset);
  const sizes = Array.from({ length: view.getUint16(4, true) }, (_, index) => view.getUint8(6 + 16 * index));
  // A size of 256 is written as 0.
  assertEquals(sizes, [16, 20, 24, 32, 40, 48, 64, 0]);
});

Deno.test({
  name: "ico() holds the drawing in each size, as an independent program reads it",
  ignore: !hasDecoder,
  async fn() {
    const sizes = [16, 20, 24, 32, 40, 48, 64, 256];
    const pictures = await decoded([await ico()], "ico");
    assertEquals(pictures.map(({ width, height }) => [width, height]), sizes.map((size) => [size, size]));
    assertEquals(pictures, await decoded(await Promise.all(sizes.map(png)), "png"));
  },
});

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
