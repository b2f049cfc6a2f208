import { assert, assertEquals, assertNotEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { NtExecutable, NtExecutableResource, Resource } from "resedit";
import { build, compileFailure } from "../../packaging/compile_program.ts";
import { BuildError, formatOf, targetOf } from "../../packaging/targets.ts";
import { tryOut } from "../../packaging/try_program.ts";
import project from "../../deno.json" with { type: "json" };
import { newAuthority } from "../net/certificates.ts";
import { compiled, compiledProgram, helpersIn, isToBeHad } from "./compiled.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-build-test-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Compiles a module with this text, as the program is; the path of what comes out. */
async function compiledText(folder: string, text: string): Promise<string> {
  const entry = join(folder, "entry.ts");
  await Deno.writeTextFile(entry, text);
  return await compiled({ entry, out: folder, name: "entry" });
}

/** Runs a program with these variables and no others. */
async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const output = await new Deno.Command(program, { args: [...args], env, clearEnv: true, stdin: "null" })
    .output();
  const text = new TextDecoder();
  return { code: output.code, stdout: text.decode(output.stdout), stderr: text.decode(output.stderr) };
}

Deno.test("build() refuses an unknown target and names those there are", async () => {
  const error = await assertRejects(() => build({ target: "x86_64-plan9" }), BuildError);
  assertStringIncludes(error.message, 'Unknown target "x86_64-plan9"');
  assertStringIncludes(error.message, "x86_64-unknown-linux-gnu");
});

Deno.test("compileFailure() tells what to do when the runtime cannot be had", () => {
  const refused = "error: Writing deno compile executable to temporary file 'x'\n\nCaused by:\n" +
    "    0: Setting up base binary.\n    1: error sending request for url (...): dns error";
  const { message } = compileFailure({ triple: "x86_64-unknown-linux-gnu" }, refused);
  assertStringIncludes(message, "DENORT_BIN");
  assertEquals(message.split("\n").length, 1);
  assertStringIncludes(
    compileFailure({ triple: "x86_64-apple-darwin" }, "error: Is a directory").message,
    "Is a directory",
  );
});

Deno.test("the program says its version", async () => {
  await inFolder(async (folder) => {
    const { code, stdout } = await run(await compiledProgram(), ["--version"], { HOME: folder });
    assertEquals(code, 0);
    assertStringIncludes(stdout, project.version);
  });
});

Deno.test("the program holds the tray helper of its own system, no other, no test and no path of the building machine", async () => {
  const program = Buffer.from(await Deno.readFile(await compiledProgram()));
  const helpers = join(dirname(fileURLToPath(import.meta.resolve("systray2"))), "traybin");
  const holds = async (name: string) => {
    const helper = await Deno.readFile(join(helpers, name));
    return [helper, gzipSync(helper, { level: 9 })].some((bytes) => {
      const middle = Math.floor(bytes.length / 2);
      return program.includes(Buffer.from(bytes.subarray(middle, middle + 4096)));
    });
  };
  assertEquals(await holds("tray_linux_release"), true);
  assertEquals(await holds("tray_darwin_release"), false);
  assertEquals(await holds("tray_windows_release.exe"), false);
  for (const text of ["\n// tests/", ROOT, dirname(dirname(dirname(helpers)))]) {
    assertEquals(program.includes(text), false, text);
  }
});

Deno.test("build() makes the same bytes again", async () => {
  await inFolder(async (folder) => {
    const [first, second] = [
      await compiled({ out: folder, name: "a" }),
      await compiled({ out: folder, name: "b" }),
    ];
    assertEquals(Buffer.compare(await Deno.readFile(first), await Deno.readFile(second)), 0);
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), ["a", "b"]);
  });
});

const windows = targetOf("x86_64-pc-windows-msvc");

Deno.test({
  name:
    "build() makes a program for Windows without a console, with icon and version details and its own helper",
  ignore: !await isToBeHad(windows),
  fn: async () => {
    await inFolder(async (folder) => {
      const path = await compiled({ target: windows.triple, out: folder });
      assertEquals(path, join(folder, "claudeminder-x86_64-pc-windows-msvc.exe"));
      const program = await Deno.readFile(path);
      assertEquals(formatOf(program), "pe-x86_64");
      assertEquals(helpersIn(Buffer.from(program.buffer)), ["tray_windows_release.exe.gz"]);
      const executable = NtExecutable.from(program.buffer);
      // 2: a graphical program, for which Windows opens no console.
      assertEquals(executable.newHeader.optionalHeader.subsystem, 2);
      const { entries } = NtExecutableResource.from(executable);
      assertEquals(entries.filter(({ type, id }) => type === 10 && id === "D3N0L4ND").length, 1);
      const [icons] = Resource.IconGroupEntry.fromEntries(entries);
      assertEquals(icons?.icons.map(({ width }) => width || 256).includes(256), true);
      const [details] = Resource.VersionInfo.fromEntries(entries);
      const strings = details?.getStringValues({ lang: 1033, codepage: 1200 });
      assertEquals([strings?.ProductName, strings?.FileVersion], ["claudeminder", project.version]);
    });
  },
});

Deno.test("tryOut() refuses a program that fails or says nothing", async () => {
  assertEquals(await tryOut(await compiledProgram()), [project.version, '{"available":false}']);
  await assertRejects(() => tryOut("/bin/false"), BuildError, "ends with 1");
  await inFolder(async (folder) => {
    const silent = join(folder, "silent");
    await Deno.writeTextFile(silent, "#!/bin/sh\n", { mode: 0o755 });
    await assertRejects(() => tryOut(silent), BuildError, "ends with 0 and no answer");
  });
});

Deno.test("the program leaves no file behind that others could put code into", async () => {
  await inFolder(async (folder) => {
    const program = await compiledText(folder, "Deno.stdout.writeSync(new Uint8Array([10]));");
    const temporary = join(folder, "tmp");
    await Deno.mkdir(temporary);
    for (let start = 0; start < 2; start++) await run(program, [], { TMPDIR: temporary });
    assertEquals([...Deno.readDirSync(temporary)].map(({ name }) => name), []);
  });
});

Deno.test("the program trusts the machine's certificate authorities", async () => {
  const authority = await newAuthority("Office proxy");
  const leaf = await authority.issue(["127.0.0.1"]);
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, cert: leaf.cert, key: leaf.key, onListen: () => {} },
    () => new Response("trusted"),
  );
  await inFolder(async (folder) => {
    const program = await compiledText(
      folder,
      `import { denoHost } from ${JSON.stringify(import.meta.resolve("../../src/host/deno_host.ts"))};
      const answer = await denoHost().httpClient({}).fetch(Deno.args[0] ?? "");
      await Deno.stdout.write(await answer.bytes());`,
    );
    const store = join(folder, "store.pem");
    await Deno.writeTextFile(store, authority.pem);
    const url = `https://127.0.0.1:${server.addr.port}/`;
    const trusted = await run(program, [url], { SSL_CERT_FILE: store });
    assertEquals(trusted.stdout, "trusted", trusted.stderr);
    const other = await newAuthority("Another");
    await Deno.writeTextFile(store, other.pem);
    const stranger = await run(program, [url], { SSL_CERT_FILE: store });
    assertNotEquals(stranger.code, 0);
    assert(stranger.stderr.includes("certificate"), stranger.stderr);
  });
});

/** `deno task build` with these arguments. */
async function buildCommand(args: readonly string[]): Promise<{ code: number; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", join(ROOT, "build.ts"), ...args],
    cwd: ROOT,
  });
  const { code, stderr } = await command.output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("the build refuses wrong usage with status 2 and says what is right", async () => {
  for (const args of [["--all", "--target", windows.triple], ["--xz-preset", "10"], ["--tarzet", "x"]]) {
    const { code, stderr } = await buildCommand(args);
    assertEquals(code, 2, args.join(" "));
    assertStringIncludes(stderr, "Usage: deno task build");
  }
});

const apple = targetOf("aarch64-apple-darwin");

Deno.test({
  name: "the build of one target fails in one line when its runtime cannot be had",
  ignore: await isToBeHad(apple),
  fn: async () => {
    await inFolder(async (folder) => {
      const { code, stderr } = await buildCommand(["--target", apple.triple, "--out", folder]);
      assertEquals(code, 1);
      assertStringIncludes(stderr, "DENORT_BIN_AARCH64_APPLE_DARWIN");
      assertEquals(stderr.trim().split("\n").length, 1);
      assertEquals([...Deno.readDirSync(folder)], []);
    });
  },
});
