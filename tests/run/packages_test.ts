import { assert, assertEquals } from "@std/assert";
import { missingPackages } from "./packages.ts";

Deno.test("missingPackages() names the package of each command that is not on the PATH, and of no other", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/Xvfb`, "");
    const missing = await missingPackages(folder);
    assertEquals(missing.includes("xvfb"), false);
    assert(missing.includes("xdotool"));
    assertEquals(missing.some((name) => !/^[a-z0-9.+-]+$/.test(name)), false, missing.join(", "));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
