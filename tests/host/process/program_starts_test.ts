/** What the real system tells of programs that are started. */
// @ts-types="../../std_types/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { join } from "node:path";
import { denoHost } from "../../../src/host/deno_host.ts";
import { programStarts } from "../../../src/host/process/program_starts.ts";

const host = denoHost();
const isLinux = Deno.build.os === "linux" && (await host.files.stat("/etc/ld.so.cache")) !== null;

Deno.test({
  name: "programStarts() tells at first, and then of a program that is started",
  ignore: !isLinux,
  async fn() {
    const ended = new AbortController();
    const words = host.programStarts(ended.signal)[Symbol.asyncIterator]();
    assertEquals((await words.next()).done, false);
    const next = words.next();
    assertEquals((await host.run({ program: "/bin/true", args: [] })).code, 0);
    assertEquals((await next).done, false);
    ended.abort();
    while (!(await words.next()).done);
  },
});

Deno.test({
  name: "programStarts() ends while it waits, and leaves no file open",
  ignore: !isLinux,
  async fn() {
    const open = () =>
      host.kernel.list("/proc/self/fd").filter((fd) =>
        /inotify/.test(`${host.kernel.readLink(`/proc/self/fd/${fd}`)}`)
      ).length;
    const before = open();
    const ended = new AbortController();
    let words = 0;
    for await (const _ of host.programStarts(ended.signal)) {
      if (words++ === 0) {
        assertEquals(open(), before + 1);
        setTimeout(() => ended.abort(), 0);
      }
    }
    assert(words > 0);
    assertEquals(open(), before);
  },
});

for (const kept of ["kept under another name", "removed"]) {
  Deno.test({
    name: `programStarts() goes on with a cache that is made anew, the old one ${kept}`,
    ignore: !isLinux,
    async fn() {
      const folder = await Deno.makeTempDir({ prefix: "claudeminder-test-" });
      const cache = join(folder, "cache"), fresh = join(folder, "fresh"), old = join(folder, "old");
      const ended = new AbortController();
      try {
        await Deno.writeTextFile(cache, "old");
        const words = programStarts(ended.signal, cache);
        // Its coming may be told more than once; then only what is opened is.
        let told = 0;
        const telling = (async () => {
          for await (const _ of words) told++;
        })();
        while (told === 0) await host.sleep(5);
        await Deno.writeTextFile(fresh, "new");
        if (kept === "kept under another name") await Deno.link(cache, old);
        await Deno.rename(fresh, cache);
        for (let before = -1; before !== told;) {
          before = told;
          await host.sleep(100);
        }
        const before = told;
        await Deno.readTextFile(cache);
        for (const until = host.now() + 5_000; told === before && host.now() < until;) await host.sleep(5);
        assert(told > before, "nothing is told of the new one");
        ended.abort();
        await telling;
      } finally {
        ended.abort();
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

Deno.test("programStarts() says nothing after its end", async () => {
  const words = host.programStarts(AbortSignal.abort())[Symbol.asyncIterator]();
  assertEquals((await words.next()).done, true);
});
