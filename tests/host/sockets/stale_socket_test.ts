/** Unix sockets that nobody listens on any more, by real sockets. */
import { assertEquals } from "@std/assert";
import { clearSocket } from "../../../src/host/sockets/stale_socket.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const onUnix = { ignore: Deno.build.os === "windows" };

Deno.test(
  "clearSocket() removes what a killed program has left, and leaves one that is listened on",
  onUnix,
  () =>
    withFolder(async (folder) => {
      const path = `${folder}/s`;
      assertEquals(await clearSocket(path), true);
      const listener = Deno.listen({ transport: "unix", path: `${folder}/first` });
      await Deno.rename(`${folder}/first`, path);
      assertEquals([await clearSocket(path), namesIn(folder)], [false, ["s"]]);
      listener.close();
      assertEquals([await clearSocket(path), namesIn(folder)], [true, []]);
    }),
);

Deno.test("clearSocket() removes nothing but sockets", onUnix, () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/file`, "mine");
    await Deno.symlink(`${folder}/nowhere`, `${folder}/link`);
    await Deno.mkdir(`${folder}/folder`);
    for (const name of ["file", "link", "folder"]) assertEquals(await clearSocket(`${folder}/${name}`), true);
    assertEquals(namesIn(folder), ["file", "folder", "link"]);
  }));
