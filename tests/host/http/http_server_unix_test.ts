/** The HTTP server of the host (http_server.ts) on a Unix socket. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { join } from "node:path";
import { denoHost } from "../../../src/host/deno_host.ts";
import { namesIn, withFolder } from "../../support/test_folder.ts";

const host = denoHost();

async function curl(path: string, ...more: readonly string[]) {
  const { code, stdout } = await new Deno.Command("curl", {
    args: ["-s", "--noproxy", "*", "--max-time", "5", "--unix-socket", path, ...more, "http://tray/line?a=1"],
    stdin: "null",
  }).output();
  return { code, text: new TextDecoder().decode(stdout) };
}

Deno.test("serve() answers on a Unix socket that is for its user only, and takes the socket away with itself", () =>
  withFolder(async (folder) => {
    const path = join(folder, "line.sock");
    const server = await host.serve({ path }, async (request) => {
      const { pathname, search } = new URL(request.url);
      return new Response(`${request.method} ${pathname}${search} ${(await request.text()).length}`);
    });
    try {
      assertEquals(server.port, 0);
      assertEquals((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
      assertEquals(await curl(path), { code: 0, text: "GET /line?a=1 0" });
      assertEquals(await curl(path, "--data-binary", "x".repeat(100_000)), {
        code: 0,
        text: "POST /line?a=1 100000",
      });
      await assertRejects(() => host.serve({ path }, () => new Response()));
      assertEquals(await curl(path), { code: 0, text: "GET /line?a=1 0" });
    } finally {
      await server.close();
    }
    assertEquals(namesIn(folder), []);
  }));
