// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";

const host = denoHost();

Deno.test("kernel tells what is in files, folders and links, and nothing of what is not there", async () => {
  const { kernel } = host;
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-kernel-" });
  try {
    await Deno.writeTextFile(`${folder}/a`, "text\n");
    await Deno.mkdir(`${folder}/b`);
    await Deno.symlink("anywhere", `${folder}/c`);
    assertEquals(kernel.list(folder).toSorted(), ["a", "b", "c"]);
    assertEquals([kernel.list(`${folder}/none`), kernel.list(`${folder}/a`)], [[], []]);
    assertEquals([kernel.readLink(`${folder}/c`), kernel.readLink(`${folder}/none`)], ["anywhere", null]);
    assertEquals(kernel.readLink(`${folder}/a`), null);
    assertEquals([kernel.read(`${folder}/a`), kernel.read(`${folder}/none`)], ["text\n", null]);
    assertEquals(kernel.read(`/proc/${Deno.pid}/comm`)?.trim(), "deno");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
