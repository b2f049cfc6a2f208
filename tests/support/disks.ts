/** Small disks in memory for one test: full, read-only, or without the right to run programs. */
// @ts-types="../std_types/assert.d.ts"
import { assert } from "@std/assert";

export interface Disk extends AsyncDisposable {
  readonly path: string;
  /** "ro", "rw", "noexec", ... */
  remount(options: string): Promise<void>;
  /** Leaves no byte free. */
  fill(): Promise<void>;
}

/** Mounted at `path`, which is made, as `mount -o options`. */
export async function smallDisk(path: string, options: string): Promise<Disk> {
  await Deno.mkdir(path, { recursive: true, mode: 0o700 });
  await mount(["-t", "tmpfs", "-o", `mode=0700,${options}`, "tmpfs", path]);
  return {
    path,
    remount: (changed) => mount(["-o", `remount,${changed}`, path]),
    async fill() {
      using file = await Deno.open(`${path}/filler`, { create: true, append: true });
      for (const size of [65_536, 4096, 1]) {
        try {
          while (true) await file.write(new Uint8Array(size));
        } catch {
          // Nothing of this size fits in any more.
        }
      }
    },
    async [Symbol.asyncDispose]() {
      const { success } = await new Deno.Command("umount", { args: [path] }).output();
      assert(success, `${path} is still in use`);
    },
  };
}

async function mount(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("mount", { args: [...args] }).output();
  assert(success, new TextDecoder().decode(stderr));
}

/** Whether this machine lets the tests mount disks. Even root may not do so everywhere, for instance in most containers. */
export async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-mount-" });
  try {
    await using _disk = await smallDisk(`${folder}/disk`, "size=4k");
    return true;
  } catch {
    return false;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Options of a test that needs such a disk: it does not run where none can be mounted. */
export const withDisks = { ignore: !await canMount() };
