/** The time zone of the machine, compared with the C library, with the test's own file instead of `/etc/localtime`. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals } from "@std/assert";
import { join } from "node:path";

const zones = "/usr/share/zoneinfo";

/** The program that prints, with `TZ`; each call makes it look anew. */
async function withProcess(
  tz: string,
  work: (look: () => Promise<Record<string, unknown>>) => Promise<void>,
) {
  const script = join(import.meta.dirname ?? ".", "zone_process.ts");
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", script],
    env: { TZ: tz },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const writer = child.stdin.getWriter();
  const read = async () => JSON.parse((await lines.read()).value ?? "null");
  let first = true;
  try {
    await work(async () => {
      if (!first) await writer.write(new TextEncoder().encode("look\n"));
      first = false;
      return await read();
    });
  } finally {
    await writer.close();
    await lines.cancel();
    await child.status;
  }
}

for (
  const tz of [
    ...[
      "CET-1CEST,M3.5.0,M10.5.0/3",
      "<+07>-7",
      ":Europe/Berlin",
      "",
      "Asia/Kathmandu",
      "No/Where",
      "EST5EDT",
    ],
    ...["IST-5:30", "CET-1CEST", `${zones}/Asia/Tokyo`, ":posix/Asia/Tokyo"],
  ]
) {
  Deno.test(`denoHost() has the local time of the C library with TZ=${JSON.stringify(tz)}, and leaves it to children`, async () => {
    const date = new Deno.Command("date", {
      args: ["-d", "2026-01-15 12:00 UTC", "+%-H:%M"],
      env: { TZ: tz },
    });
    const local = new TextDecoder().decode((await date.output()).stdout).trim();
    await withProcess(tz, async (look) => {
      assertEquals(await look(), { changed: false, local, own: tz, child: tz });
    });
  });
}

Deno.test("followZone() reads the end of a file alone, however large that is", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  const file = join(folder, "large");
  try {
    // With a hole: nothing of it is on the disk. The runtime reads files of less than 2 GiB as a whole.
    await Deno.writeTextFile(file, "");
    await Deno.truncate(file, 3 * 1024 ** 3);
    await Deno.writeTextFile(file, "\n<+09>-9\n", { append: true });
    await withProcess(`:${file}`, async (look) => {
      assertEquals(await look(), { changed: false, local: "21:00", own: `:${file}`, child: `:${file}` });
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("followZone() follows the file of the zone: linked anew, replaced by a copy, written over", async () => {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
  const file = join(folder, "localtime");
  try {
    await Deno.symlink(`${zones}/Asia/Tokyo`, file);
    await withProcess(`:${file}`, async (look) => {
      const seen = async () => {
        const { changed, local } = await look();
        return [changed, local];
      };
      assertEquals(await seen(), [false, "21:00"]);
      assertEquals(await seen(), [false, "21:00"]);
      await Deno.remove(file);
      await Deno.symlink(`${zones}/Asia/Kathmandu`, file);
      assertEquals(await seen(), [true, "17:45"]);
      await Deno.remove(file);
      await Deno.copyFile(`${zones}/America/New_York`, file);
      assertEquals(await seen(), [true, "7:00"]);
      await Deno.writeFile(file, await Deno.readFile(`${zones}/Europe/Berlin`));
      assertEquals(await seen(), [true, "13:00"]);
      assertEquals(await seen(), [false, "13:00"]);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
