/** Links are registered while the settings want them, and not longer. */
// @ts-types="../../types/std/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { nothingKept } from "../../src/core/kept.ts";
import { initialState } from "../../src/core/state.ts";
import type { RunResult } from "../../src/host.ts";
import { linkProtocol } from "../../src/platform/windows_links.ts";
import { createStore } from "../../src/store.ts";
import { linkRegistrar } from "../../src/tasks/link_protocol.ts";
import { configWith } from "../core/alerts/teller.ts";
import { fakeHost } from "../fake_host.ts";

function stage(exe: string, { code = 0, registered = false } = {}) {
  const fake = fakeHost(0);
  const ran: string[] = [];
  const store = createStore(initialState(configWith({}), nothingKept));
  const want = (toast_buttons: boolean) =>
    store.dispatch({ type: "config", config: configWith({ reminder: { toast_buttons } }), now: 0 });
  const host = {
    ...fake.host,
    run({ args }: { readonly args: readonly string[] }): Promise<RunResult> {
      const asks = args[0] === "query";
      if (!asks) ran.push(args.slice(0, 2).join(" "));
      return Promise.resolve({
        code: asks ? registered ? 0 : 1 : code,
        stdout: "",
        stderr: "",
        timedOut: false,
      });
    },
  };
  const ended = new AbortController();
  const task = linkRegistrar({ host, store, protocol: linkProtocol("C:\\reg.exe"), exe });
  return { fake, ran, want, ended, running: () => task(ended.signal) };
}

Deno.test("linkRegistrar() registers when buttons are wanted, and takes it back when they are not", async () => {
  const { fake, ran, want, ended, running } = stage("C:\\claudeminder.exe");
  const task = running();
  await fake.settle();
  assertEquals(ran, [], "nothing is registered unless it is turned on");
  want(true);
  want(true);
  await fake.settle();
  const key = "HKCU\\Software\\Classes\\claudeminder";
  const added = [`add ${key}`, `add ${key}`, `add ${key}\\shell\\open\\command`];
  assertEquals(ran, added);
  want(false);
  await fake.settle();
  assertEquals(ran, [...added, `delete ${key}`]);
  ended.abort();
  await task;
});

Deno.test("linkRegistrar() says what is wrong", async () => {
  const refused = stage('C:\\a"b.exe');
  const first = refused.running();
  refused.want(true);
  await assertRejects(() => first, Error, "quotation mark");
  const failing = stage("C:\\claudeminder.exe", { code: 5 });
  const second = failing.running();
  failing.want(true);
  await assertRejects(() => second, Error, "ended with 5");
});

Deno.test("linkRegistrar() takes back what was turned off while it did not run", async () => {
  const { fake, ran, ended, running } = stage("C:\\claudeminder.exe", { registered: true });
  const task = running();
  await fake.settle();
  assertEquals(ran, ["delete HKCU\\Software\\Classes\\claudeminder"]);
  ended.abort();
  await task;
});
