/** What the program is made of, as a CycloneDX 1.5 bill of materials (cyclonedx.org/docs/1.5/json), from the lock file. */
import { createHash } from "node:crypto";
import * as z from "zod";

/** The part of deno.lock (version 5) that names npm packages: `name@version`, with `_` and the peers after the version. */
const lockSchema = z.object({
  version: z.literal("5"),
  npm: z.record(
    z.string(),
    z.object({
      integrity: z.string().regex(/^sha512-/),
      dependencies: z.array(z.string()).default([]),
      optionalDependencies: z.array(z.string()).default([]),
    }),
  ),
});

export interface SbomParts {
  /** The text of deno.lock. */
  readonly lock: string;
  /** The packages with code in the program, as `name@version`; the others only help to make or test it. */
  readonly inProgram: readonly string[];
  /** The SPDX name of a package's licence, `name@version`; null = unknown. */
  licence(id: string): Promise<string | null>;
  readonly version: string;
  /** Epoch ms. */
  readonly timeMs: number;
}

interface Component {
  readonly type: "library" | "platform";
  readonly "bom-ref": string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  /** "excluded": needed to make or test the program, not in it. */
  readonly scope: "required" | "excluded";
  readonly hashes?: readonly { readonly alg: "SHA-512"; readonly content: string }[];
  readonly licenses?: readonly unknown[];
}

/**
 * The bill of materials as JSON; the same for the same lock file, packages and time. Throws when the lock file has another form or
 * lacks a package that is in the program.
 */
export async function sbom(parts: SbomParts): Promise<string> {
  const { npm } = lockSchema.parse(JSON.parse(parts.lock));
  const locked = Object.entries(npm).map(([key, entry]) => ({ key, ...entry, ...nameAndVersion(key) }));
  const ids = new Set(locked.map(({ id }) => id));
  const unknown = parts.inProgram.filter((id) => !ids.has(id));
  if (unknown.length > 0) throw new Error(`deno.lock lacks what is in the program: ${unknown.join(", ")}`);
  const used = new Set(parts.inProgram);
  const components = await Promise.all(locked.map(async ({ key, id, name, version, integrity }) => {
    const licence = await parts.licence(id);
    const component: Component = {
      type: "library",
      "bom-ref": key,
      name,
      version,
      purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
      scope: used.has(id) ? "required" : "excluded",
      hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
      ...(licence === null ? {} : { licenses: [{ expression: licence }] }),
    };
    return component;
  }));
  const dependencies = locked.map(({ key, dependencies, optionalDependencies }) => ({
    ref: key,
    dependsOn: [...dependencies, ...optionalDependencies].flatMap((wanted) =>
      locked.filter(({ key, name }) => key === wanted || name === wanted).map(({ key }) => key)
    ).sort(),
  }));
  const program = `claudeminder@${parts.version}`;
  const own = locked.filter(({ id }) => used.has(id)).map(({ key }) => key).sort();
  return document(parts, [runtime(), ...components], [
    { ref: program, dependsOn: [runtime()["bom-ref"], ...own] },
    ...dependencies,
  ]);
}

function nameAndVersion(key: string): { name: string; version: string; id: string } {
  const [, name = "", version = ""] = /^(@?[^@]+)@([^_]+)/.exec(key) ?? [];
  return { name, version, id: `${name}@${version}` };
}

function hexOf(integrity: string): string {
  return Uint8Array.fromBase64(integrity.slice("sha512-".length)).toHex();
}

function runtime(): Component {
  const version = Deno.version.deno;
  return {
    type: "platform",
    "bom-ref": `deno@${version}`,
    name: "deno",
    version,
    purl: `pkg:github/denoland/deno@v${version}`,
    scope: "required",
    licenses: [{ expression: "MIT" }],
  };
}

function document({ version, timeMs }: SbomParts, components: unknown, dependencies: unknown): string {
  const content = JSON.stringify({ components, dependencies });
  const sum = createHash("sha256").update(content).digest("hex");
  // A UUID of version 8 (RFC 9562): its maker chooses what is in it, here the hash of the content.
  const uuid = `${sum.slice(0, 8)}-${sum.slice(8, 12)}-8${sum.slice(13, 16)}-8${sum.slice(17, 20)}-${
    sum.slice(20, 32)
  }`;
  const program = `claudeminder@${version}`;
  const json = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: `urn:uuid:${uuid}`,
    version: 1,
    metadata: {
      timestamp: new Date(timeMs).toISOString(),
      component: {
        type: "application",
        "bom-ref": program,
        name: "claudeminder",
        version,
        licenses: [{ expression: "MIT" }],
      },
    },
    components,
    dependencies,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}
