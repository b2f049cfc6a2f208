/** The socket for status lines, asked by a real curl and by `status_line_request.ts`. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoHost } from "../../src/host/deno_host.ts";
import { serveStatusLine } from "../../src/server/status_line_socket.ts";
import { askStatusLine } from "../../src/server/status_line_request.ts";
import { namesIn, withFolder } from "../support/test_folder.ts";

const host = denoHost();

type Line = Parameters<typeof serveStatusLine>[0]["line"];
const echo: Line = (text, { folder, columns }) =>
  Promise.resolve(`${text.length} of ${folder}, ${columns} wide`);

async function curl(path: string, ...args: readonly string[]) {
  const child = new Deno.Command("curl", {
    args: ["-s", "--noproxy", "*", "--max-time", "10", "--unix-socket", path, ...args],
    stdin: "null",
  });
  const { code, stdout } = await child.output();
  return { code, text: new TextDecoder().decode(stdout) };
}

async function isThere(path: string): Promise<void> {
  for (;;) {
    if (await askStatusLine(host, path, { body: new Uint8Array(), folder: "", columns: "" }) !== null) return;
    await host.sleep(10);
  }
}

async function serving(folder: string, work: (path: string) => Promise<void>, line = echo): Promise<void> {
  const path = join(folder, "run", "statusline.sock");
  const ended = new AbortController();
  const served = serveStatusLine({ host, path, line })(ended.signal);
  try {
    await isThere(path);
    await work(path);
  } finally {
    ended.abort();
    await served;
  }
  assertEquals(namesIn(join(folder, "run")), []);
}

const URL = "http://tray/statusline";

Deno.test("serveStatusLine() answers curl with a line, by the header that the README shows", () =>
  withFolder((folder) =>
    serving(folder, async (path) => {
      const body = ["--data-binary", "x".repeat(3000)];
      const header = (value: string) => ["-H", `claude-config-dir: ${value}`];
      const line = (text: string) => ({ code: 0, text: `${text}\n` });
      assertEquals(await curl(path, ...header(""), ...body, URL), line("3000 of null, null wide"));
      assertEquals(
        await curl(path, ...header("/a b/dự án"), ...body, URL),
        line("3000 of /a b/dự án, null wide"),
      );
      assertEquals(await curl(path, "-H", "columns: 80", ...body, URL), line("3000 of null, 80 wide"));
      for (const odd of ["0", "-3", "many", "1e999", "7.5"]) {
        assertEquals(
          await curl(path, "-H", `columns: ${odd}`, ...body, URL),
          line("3000 of null, null wide"),
        );
      }
      const mode = (file: string) => (Deno.statSync(file).mode ?? 0) & 0o777;
      assertEquals([mode(path), mode(join(folder, "run"))], [0o600, 0o700]);
    })
  ));

Deno.test("serveStatusLine() answers nothing else, and no more than a megabyte", () =>
  withFolder((folder) =>
    serving(folder, async (path) => {
      const status = async (...args: readonly string[]) =>
        (await curl(path, "-o", join(folder, "answer"), "-w", "%{http_code}", ...args)).text;
      assertEquals(await status(URL), "405");
      for (const other of ["rpc", "events", "health", "metrics", ""]) {
        assertEquals(await status("--data-binary", "{}", `http://tray/${other}`), "404");
      }
      const file = join(folder, "body");
      await Deno.writeTextFile(file, "x".repeat((1 << 20) + 1));
      assertEquals(await status("--data-binary", `@${file}`, URL), "413");
      await Deno.writeTextFile(file, "x".repeat(1 << 20));
      assertEquals(await status("--data-binary", `@${file}`, URL), "200");
    })
  ));

Deno.test("serveStatusLine() takes the place of a socket that was left, and closes an open folder", () =>
  withFolder(async (folder) => {
    const run = join(folder, "run");
    await Deno.mkdir(run);
    await Deno.chmod(run, 0o755);
    Deno.listen({ transport: "unix", path: join(run, "statusline.sock") }).close();
    await serving(folder, async (path) => assertEquals((await curl(path, "-d", "", URL)).code, 0));
  }));

Deno.test("serveStatusLine() does without a socket where its path is too long", () =>
  withFolder(async (folder) => {
    const ended = new AbortController();
    const path = join(folder, "x".repeat(100), "statusline.sock");
    const served = serveStatusLine({ host, path, line: echo })(ended.signal);
    ended.abort();
    await served;
  }));

Deno.test("askStatusLine() gives the line, and null where nobody answers one", () =>
  withFolder(async (folder) => {
    const request = {
      body: new TextEncoder().encode("{}"),
      folder: "/dự án",
      columns: "90",
    };
    await serving(folder, async (path) => {
      assertEquals(await askStatusLine(host, path, request), "2 of /dự án, 90 wide");
      assertEquals(
        await askStatusLine(host, path, { ...request, folder: "", columns: "90\r\nx: y" }),
        "2 of null, null wide",
      );
      // It would count for another login.
      assertEquals(await askStatusLine(host, path, { ...request, folder: "/a\r\nx: y" }), null);
      const most = { ...request, body: new Uint8Array(2 << 20) };
      assertEquals(await askStatusLine(host, path, most), null);
    });
    const path = join(folder, "run", "statusline.sock");
    assertEquals(await askStatusLine(host, path, request), null);
    await serving(
      folder,
      async (path) => assertEquals(await askStatusLine(host, path, request), null),
      (text) => {
        return text === "" ? Promise.resolve("") : Promise.reject(new Error("a bug"));
      },
    );
  }));

Deno.test("askStatusLine() gives up a program that takes the request and says nothing", () =>
  withFolder(async (folder) => {
    const path = join(folder, "silent.sock");
    using listener = Deno.listen({ transport: "unix", path });
    const taken = listener.accept();
    const sleep: typeof host.sleep = (ms, signal) => host.sleep(ms / 100, signal);
    const line = await askStatusLine({ ...host, sleep }, path, {
      body: new Uint8Array(),
      folder: "",
      columns: "",
    });
    assert(line === null);
    (await taken).close();
  }));
