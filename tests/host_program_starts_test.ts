/** Word of programs that are started, by the real system. */
// @ts-types="../types/std/assert.d.ts"
import { assert, assertEquals } from "@std/assert";
import { denoHost } from "../src/host_deno.ts";

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

Deno.test("programStarts() says nothing after its end", async () => {
  const words = host.programStarts(AbortSignal.abort())[Symbol.asyncIterator]();
  assertEquals((await words.next()).done, true);
});
