/** `server.json`: who owns it, what it says, and that only one program has it. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../../src/host/deno_host.ts";
import { findRunning, tokenFileBeside } from "../../src/server/server_file.ts";
import { onStage } from "./server_stage.ts";

const host = denoHost();

Deno.test("server.json is for its owner alone, names the server, and goes with it", async () => {
  let left = "";
  await onStage(async ({ file, address }) => {
    left = file;
    assertEquals(JSON.parse(await Deno.readTextFile(file)), address);
    assertEquals(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
    assertEquals(((await Deno.stat(file.replace("/server.json", ""))).mode ?? 0) & 0o777, 0o700);
  });
  assertEquals(await host.files.read(left), null);
});

Deno.test("the token stands by itself beside it, for its owner alone, and goes with it", async () => {
  let left = "";
  await onStage(async ({ file, address: { token } }) => {
    left = tokenFileBeside(file);
    assertEquals(await Deno.readTextFile(left), token);
    assertEquals(((await Deno.stat(left)).mode ?? 0) & 0o777, 0o600);
  });
  assertEquals(await host.files.read(left), null);
});

Deno.test("a second start finds the first; several at once make one", () =>
  onStage(async ({ address, start }) => {
    for (const other of await Promise.all([start(), start(), start()])) {
      assertEquals(other, { kind: "already-running", address });
    }
  }));

Deno.test("a server.json of another user's is nobody's to talk to, but for root", () =>
  onStage(async ({ file, address }) => {
    const uid = 54_321;
    const lstat = async (path: string) => {
      const info = await host.files.lstat(path);
      return info === null ? null : { ...info, owner: uid };
    };
    const files = { ...host.files, lstat };
    assertEquals(await findRunning({ ...host, uid, files }, file), address);
    assertEquals(await findRunning({ ...host, uid: 0, files }, file), address);
    assertEquals(await findRunning({ ...host, uid: 54_322, files }, file), null);
  }));

const leftovers = [
  "",
  "nonsense",
  "{}",
  '{"url": "http://127.0.0.1:1", "token": "t", "pid": 1}',
  '{"url": "http://192.0.2.1:80", "token": "t", "pid": 1}',
  '{"url": "http://127.0.0.1:PORT", "token": "wrong", "pid": 1}',
];
for (const text of leftovers) {
  Deno.test(`a server.json left over from a crash is no obstacle: ${text}`, () =>
    onStage(async ({ file, address, start }) => {
      const stale = text.replace("PORT", new URL(address.url).port);
      await Deno.writeTextFile(file, stale);
      assertEquals(await findRunning(host, file), null);
      const started = await start();
      assert(started.kind === "started" && started.address.url !== address.url);
      await started.close();
    }));
}
