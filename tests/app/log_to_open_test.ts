// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { logToOpen } from "../../src/app/log_to_open.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { withFolder } from "../support/test_folder.ts";

const host = denoHost();

Deno.test("logToOpen() is the file with the newer content, that of the errors at a tie, and never an empty one", async () => {
  await withFolder(async (folder) => {
    const files = { stdout: `${folder}/agents.out`, stderr: `${folder}/agents.err` };
    const chosen = () => logToOpen(host, "agents", files);
    const written = async (file: string, text: string, seconds: number) => {
      await Deno.writeTextFile(file, text);
      await Deno.utime(file, seconds, seconds);
    };
    await assertRejects(chosen, Error, '"agents" has printed nothing yet');
    await written(files.stderr, "", 1000);
    await assertRejects(chosen, Error, '"agents" has printed nothing yet');
    await written(files.stdout, "ready\n", 900);
    assertEquals(await chosen(), files.stdout);
    await written(files.stderr, "trouble\n", 899);
    assertEquals(await chosen(), files.stdout);
    await written(files.stderr, "trouble\n", 900);
    assertEquals(await chosen(), files.stderr);
    await written(files.stderr, "more trouble\n", 901);
    assertEquals(await chosen(), files.stderr);
  });
});
