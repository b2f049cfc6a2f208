/**
 * A program that places the tray helper and runs it, a round for each byte on standard input, in folders that others like it use at
 * the same time; what the helper prints goes to standard output.
 *
 *     deno run -A tests/tray/placing_process.ts FOLDER INDEX
 */
import { denoHost } from "../../src/host/deno_host.ts";
import { placeHelper } from "../../src/tray/systray_helper_file.ts";
import { platformIn } from "./helper_places.ts";
import { ReasonError } from "../../src/core/reason_error.ts";

/** So long that writing it takes its time; what it does stands at its end. It tells whose folder for pictures it has. */
const HELPER = new TextEncoder().encode(
  `#!/bin/sh\n${`#${"-".repeat(1022)}\n`.repeat(2048)}echo "helper \${TMPDIR##*/run-}"\n`,
);

if (import.meta.main) {
  const [folder = "", index = ""] = Deno.args;
  const host = denoHost();
  for (let round = 0; await Deno.stdin.read(new Uint8Array(1)) !== null; round++) {
    const platform = platformIn(`${folder}/${round}`);
    // Each logged in by itself, with the same home folder.
    const paths = { ...platform.paths, runtimeFolder: `${folder}/${round}/run-${index}` };
    const found = await placeHelper(host, { ...platform, paths }, HELPER);
    if (found.kind !== "placed") throw new ReasonError(found.why);
    const { stdout, stderr } = await host.run({ program: found.path, args: [] });
    await Deno.stdout.write(new TextEncoder().encode(stdout || `nothing; ${stderr.trim()}\n`));
  }
}
