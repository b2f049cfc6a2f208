/** What `doctor` says of the socket for Claude Code's status line. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../../src/host/deno_host.ts";
import { serveStatusLine } from "../../../src/server/status_line_socket.ts";
import { newStage, said, type Stage } from "./stage.ts";

const seen = async (stage: Stage) => (await stage.checks("status-line")).map(said).join();

Deno.test("doctor() says whether the socket for status lines answers", async () => {
  await using stage = await newStage();
  const path = `${stage.runtimeFolder}/statusline.sock`;
  const ending = (text: string) => text.replace(/\S*statusline\.sock/, "SOCKET");
  assertEquals(ending(await seen(stage)), "ok: asked at SOCKET, while claudeminder runs");

  const ended = new AbortController();
  const served = serveStatusLine({ host: denoHost(), path, line: () => Promise.resolve("") })(ended.signal);
  let isOver = false;
  void served.then(() => isOver = true);
  while (await Deno.lstat(path).catch(() => null) === null) {
    assert(!isOver, `nothing is served at ${path}`);
    await denoHost().sleep(10);
  }
  assertEquals(ending(await seen(stage)), "ok: SOCKET answers");
  ended.abort();
  await served;

  const address = { url: "http://127.0.0.1:9", token: "x", pid: Deno.pid };
  await stage.write(`${stage.runtimeFolder}/server.json`, JSON.stringify(address));
  assertEquals(
    ending(await seen(stage)),
    "warning: nothing answers at SOCKET -> close its folder to others (chmod 700), or name a shorter XDG_RUNTIME_DIR; " +
      "then start claudeminder anew",
  );
});

Deno.test("doctor() names the program for status lines where there are no Unix sockets", async () => {
  await using stage = await newStage();
  stage.platform = { os: "windows" };
  assertEquals(await seen(stage), "ok: asked by `claudeminder statusline`");
});
