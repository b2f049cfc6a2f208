// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { findProgram } from "../../../src/commands/doctor/find_program.ts";
import type { FileInfo } from "../../../src/host/host.ts";
import { denoHost } from "../../../src/host/deno_host.ts";
import { withFolder } from "../../support/test_folder.ts";

Deno.test("findProgram() takes the first in PATH that may be run, and says what else is there", () =>
  withFolder(async (folder) => {
    for (const name of ["a", "b", "c", "c/here"]) await Deno.mkdir(`${folder}/${name}`);
    const write = (path: string, mode: number) => Deno.writeTextFile(`${folder}/${path}`, "", { mode });
    await write("a/tool", 0o600);
    await write("b/tool", 0o700);
    await write("c/tool", 0o755);
    await write("a/plain", 0o644);
    const places = {
      os: "linux",
      path: `${folder}/a::${folder}/b:${folder}/c`,
      cwd: `${folder}/c`,
      endings: "",
    } as const;
    const found = (program: string) => findProgram(denoHost().files, program, places);
    assertEquals(await found("tool"), { kind: "program", path: `${folder}/b/tool` });
    assertEquals(await found("./tool"), { kind: "program", path: `${folder}/c/tool` });
    assertEquals(await found(`${folder}/b/tool`), { kind: "program", path: `${folder}/b/tool` });
    assertEquals(await found("plain"), { kind: "not-executable", path: `${folder}/a/plain` });
    assertEquals(await found("here"), { kind: "not-a-file", path: `${folder}/c/here` });
    assertEquals(await found("other"), { kind: "missing" });
    assertEquals(await found("../other"), { kind: "missing" });
  }));

Deno.test("findProgram() tries the endings that Windows tries", async () => {
  const there = ["C:\\bin\\tool.exe", "D:\\here\\run.cmd"];
  const file: FileInfo = {
    size: 1,
    modifiedAt: 0,
    mode: null,
    isFile: true,
    isDirectory: false,
    isLink: false,
    owner: null,
    group: null,
  };
  const files = {
    stat: (path: string) =>
      Promise.resolve(there.some((each) => each.toLowerCase() === path.toLowerCase()) ? file : null),
  };
  const places = {
    os: "windows",
    path: "C:\\windows;C:\\bin",
    cwd: "D:\\here",
    endings: ".COM;.EXE;.CMD",
  } as const;
  assertEquals(await findProgram(files, "tool", places), { kind: "program", path: "C:\\bin\\tool.EXE" });
  assertEquals(await findProgram(files, "tool.exe", places), { kind: "program", path: "C:\\bin\\tool.exe" });
  assertEquals(await findProgram(files, ".\\run", places), { kind: "program", path: "D:\\here\\run.CMD" });
  assertEquals(await findProgram(files, "run", places), { kind: "missing" });
});
