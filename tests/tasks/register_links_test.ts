/** Links are registered while the settings want them, and not longer. */
// @ts-types="../std_types/assert.d.ts"
import { assertEquals, assertRejects } from "@std/assert";
import { nothingSaved } from "../../src/core/saved_state.ts";
import { initialState } from "../../src/core/state.ts";
import { linkProtocol } from "../../src/platform/windows_links.ts";
import { createStore } from "../../src/app/store.ts";
import { registerLinks } from "../../src/tasks/register_links.ts";
import { settingsWith } from "../core/alerts/teller.ts";
import { fakeHost } from "../support/fake_host.ts";
import { fakeRegistry } from "../host/windows/fake_registry.ts";

function stage(exe: string) {
  const fake = fakeHost(0);
  const registry = fakeRegistry();
  // Beside ours, and not to be touched.
  registry.write("Software\\Classes\\claudeminder2", "", "another's");
  const store = createStore(initialState(settingsWith({}), nothingSaved));
  const want = (toast_buttons: boolean) =>
    store.dispatch({ type: "settings", settings: settingsWith({ reminder: { toast_buttons } }), now: 0 });
  const ended = new AbortController();
  const task = registerLinks({ host: { ...fake.host, registry }, store, protocol: linkProtocol, exe });
  return { fake, registry, want, ended, running: () => task(ended.signal) };
}

const OTHERS = ["Software\\Classes\\claudeminder2\\ = another's"];
const OURS = [
  "Software\\Classes\\claudeminder\\ = URL:claudeminder",
  "Software\\Classes\\claudeminder\\URL Protocol = ",
  'Software\\Classes\\claudeminder\\shell\\open\\command\\ = "C:\\claudeminder.exe" link -- "%1"',
];

Deno.test("registerLinks() registers when buttons are wanted, and takes it back when they are not", async () => {
  const { fake, registry, want, ended, running } = stage("C:\\claudeminder.exe");
  const task = running();
  await fake.settle();
  assertEquals(registry.all(), OTHERS, "nothing is registered unless it is turned on");
  want(true);
  want(true);
  await fake.settle();
  assertEquals(registry.all(), [...OTHERS, ...OURS]);
  want(false);
  await fake.settle();
  assertEquals(registry.all(), OTHERS);
  ended.abort();
  await task;
});

Deno.test("registerLinks() says what is wrong", async () => {
  const refused = stage('C:\\a"b.exe');
  const first = refused.running();
  refused.want(true);
  await assertRejects(() => first, Error, "quotation mark");
  const failing = stage("C:\\claudeminder.exe");
  failing.registry.refuse("Cannot write HKCU\\x: Access is denied (error 5)");
  const second = failing.running();
  failing.want(true);
  await assertRejects(() => second, Error, "Access is denied");
});

Deno.test("registerLinks() takes back what was turned off while it did not run", async () => {
  const { fake, registry, ended, running } = stage("C:\\claudeminder.exe");
  registry.write("Software\\Classes\\claudeminder\\shell\\open\\command", "", "x");
  const task = running();
  await fake.settle();
  assertEquals(registry.all(), OTHERS);
  ended.abort();
  await task;
});
