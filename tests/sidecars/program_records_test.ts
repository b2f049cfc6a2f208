/** sidecars.json, and the programs that a crash has left. */
import { assertEquals } from "@std/assert";
import { second } from "../../src/core/time/units.ts";
import { denoHost } from "../../src/host/deno_host.ts";
import { programRecords } from "../../src/sidecars/program_records.ts";
import { end } from "../host/programs/real_program.ts";
import { fakeHost } from "../support/fake_host.ts";
import { withFolder } from "../support/test_folder.ts";

const file = "/state/sidecars.json";
const command = { program: "a", args: [], env: {}, stdin: "null" } as const;

Deno.test("programRecords() writes down who runs, and nothing when nobody does", async () => {
  const { host } = fakeHost(0);
  const records = programRecords(host, file);
  const one = await host.programs.start(command);
  const other = await host.programs.start(command);
  records.add("one", one.record);
  records.add("other", other.record);
  records.remove(one.record);
  await records.written();
  assertEquals(JSON.parse(await host.files.read(file) ?? ""), {
    version: 1,
    sidecars: [{ name: "other", ...other.record }],
  });
  records.remove(other.record);
  await records.written();
  assertEquals(await host.files.read(file), null);
});

Deno.test("programRecords() ends what an earlier run has left, by force after 2 s, and forgets it", async () => {
  const { host, started, advance } = fakeHost(0);
  const before = programRecords(host, file);
  for (const name of ["obeys", "resists", "gone"]) {
    before.add(name, (await host.programs.start(command)).record);
  }
  await before.written();
  const [obeys, resists, gone] = started;
  if (resists !== undefined) resists.endsAt = "kill";
  gone?.end({ code: 0, signal: null });
  const ending = programRecords(host, file).endLeftovers();
  await advance(2 * second);
  await ending;
  assertEquals([obeys?.signals, resists?.signals, gone?.signals], [["terminate"], ["terminate", "kill"], []]);
  assertEquals(await host.files.read(file), null);
});

Deno.test("programRecords() leaves alone what another process of ours has started, and does not forget it", async () => {
  const { host, started } = fakeHost(0);
  const program = await host.programs.start(command);
  const other = { name: "other", ...program.record, owner: { pid: 7, startTime: "1" } };
  await host.files.write(file, JSON.stringify({ version: 1, sidecars: [other] }));
  const records = programRecords(host, file);
  await records.endLeftovers();
  assertEquals(started[0]?.signals, []);
  const own = await host.programs.start(command);
  const recorded = async () => JSON.parse(await host.files.read(file) ?? "").sidecars;
  records.add("own", own.record);
  await records.written();
  assertEquals(await recorded(), [other, { name: "own", ...own.record }]);
  records.remove(own.record);
  await records.written();
  assertEquals(await recorded(), [other]);
});

for (
  const [name, text] of [
    ["no JSON", "{"],
    ["another version", '{"version":2,"sidecars":[]}'],
    ["senseless records", '{"version":1,"sidecars":[{"name":"a","pid":-1,"startTime":"1","mark":"m"}]}'],
  ] as const
) {
  Deno.test(`programRecords() ends nobody because of a file with ${name}`, async () => {
    const { host, started } = fakeHost(0);
    await host.programs.start(command);
    await host.files.write(file, text);
    await programRecords(host, file).endLeftovers();
    assertEquals([started[0]?.signals, await host.files.read(file)], [[], null]);
  });
}

Deno.test("programRecords() goes on where the file cannot be written", async () => {
  const { host } = fakeHost(0);
  const { record } = await host.programs.start(command);
  const files = { ...host.files, write: () => Promise.reject(new Error("disk full")) };
  const records = programRecords({ ...host, files }, file);
  records.add("a", record);
  records.remove(record);
  await records.written();
});

Deno.test("programRecords() knows a real program again, and no stranger that has got its number", {
  ignore: Deno.build.os !== "linux",
}, () =>
  withFolder(async (folder) => {
    const host = denoHost();
    const path = `${folder}/sidecars.json`;
    const program = await host.programs.start({ ...command, program: "sleep", args: ["60"] });
    const before = programRecords(host, path);
    before.add("stranger", { ...program.record, startTime: "another", mark: "another" });
    await before.written();
    await programRecords(host, path).endLeftovers();
    assertEquals(program.living().length, 1);
    before.add("own", program.record);
    await before.written();
    await programRecords(host, path).endLeftovers();
    assertEquals([program.living(), (await program.ended).signal], [[], "SIGTERM"]);
    await end(program);
  }));
