/** What `doctor` says of files and folders that others own or may change. Its remedies give nothing to others. */
// @ts-types="../../std_types/assert.d.ts"
import { assertEquals, assertMatch } from "@std/assert";
import { dirname } from "node:path";
import { ANOTHER, asPerson, FINE, makeAll, ME, seen } from "./files_stage.ts";
import { newStage } from "./stage.ts";

Deno.test("doctor() tells files that belong to somebody else", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  asPerson(stage, ME, { owners: { [`${stage.stateFolder}/state.json`]: ANOTHER } });
  assertEquals(await seen(stage), [
    "warning: ~/.local/state/claudeminder/state.json belongs to somebody else -> sudo chown $USER ~/.local/state/claudeminder/state.json",
  ]);
});

Deno.test("doctor() as root, with a person's files, says to run it without sudo, and gives none of them away", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  const [settings, log] = [dirname(stage.configFile), `${stage.stateFolder}/claudeminder.log`];
  asPerson(stage, 0, { owners: { [settings]: ME, [log]: ME } });
  const strangers =
    "warning: ~/.config/claudeminder, ~/.local/state/claudeminder/claudeminder.log belongs to somebody else" +
    " -> run it without sudo, as the person whose files they are";
  assertEquals(await seen(stage), [strangers]);
  // Root is refused too, on a disk of the network.
  asPerson(stage, 0, { refused: [stage.stateFolder] });
  assertEquals(await seen(stage), [
    "problem: ~/.local/state/claudeminder cannot be written: no permission -> run it without sudo, as the person whose files they are",
  ]);
});

Deno.test({
  name: "doctor() finds another person's files really (as root)",
  ignore: Deno.uid() !== 0,
  async fn() {
    await using stage = await newStage();
    await makeAll(stage);
    await Deno.chown(`${stage.stateFolder}/state.json`, 12345, 12345);
    assertMatch(
      (await seen(stage)).join(),
      /state\.json belongs to somebody else -> run it without sudo, [^,]*$/,
    );
  },
});

Deno.test("doctor() takes a link to what is the system's for no fault, and offers no chown of what a link leads to", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  const store = `${stage.home}/store.toml`;
  await Deno.rename(stage.configFile, store);
  await Deno.chmod(store, 0o444);
  await Deno.symlink(store, stage.configFile);
  asPerson(stage, ME, { owners: { [store]: 0 } });
  assertEquals(await seen(stage), [FINE.replace("8", "9")]);
  asPerson(stage, ME, { owners: { [store]: ANOTHER } });
  const see =
    "~/.config/claudeminder/config.toml is a link: mend it where the link, and what it leads to, were made";
  assertEquals(await seen(stage), [
    `warning: ~/.config/claudeminder/config.toml belongs to somebody else -> ${see}`,
  ]);
  // Nor a chmod of it.
  await Deno.chmod(store, 0o666);
  asPerson(stage, ME, { owners: { [store]: 0 } });
  assertEquals(await seen(stage), [
    `warning: ~/.config/claudeminder/config.toml can be changed by others (mode 666) -> ${see}`,
  ]);
  // One's own file, behind a link, is one's own to close.
  asPerson(stage, ME, {});
  assertMatch(
    (await seen(stage)).join(),
    /\(mode 666\) -> chmod 600 ~\/\.config\/claudeminder\/config\.toml$/,
  );
});

Deno.test("doctor() offers no change to what the settings' folder leads to when that is a link", async () => {
  await using stage = await newStage();
  const [folder, store] = [dirname(stage.configFile), `${stage.home}/store`];
  await Deno.rename(folder, store);
  await Deno.symlink(store, folder);
  asPerson(stage, ME, { owners: { [store]: 0 }, refused: [folder] });
  assertEquals(await seen(stage), [
    "problem: ~/.config/claudeminder cannot be written: no permission" +
    " -> ~/.config/claudeminder is a link: mend it where the link, and what it leads to, were made",
  ]);
});

Deno.test("doctor() offers no change to a folder above those of the program", async () => {
  await using stage = await newStage();
  const above = `${stage.home}/run it`;
  await Deno.mkdir(above);
  stage.env.XDG_RUNTIME_DIR = `${above}/65534`;
  asPerson(stage, ME, { owners: { [above]: 0 }, refused: [above] });
  assertEquals(await seen(stage), [
    "problem: ~/run it/65534/claudeminder cannot be written: no permission" +
    ` -> make the folder: \`sudo install -d -m 700 -o "$USER" '~/run it/65534'\`, or correct XDG_RUNTIME_DIR`,
  ]);
  // A home that is not there.
  await Deno.mkdir(`${stage.home}/homes`);
  stage.env.HOME = `${stage.home}/homes/nobody`;
  stage.env.XDG_CONFIG_HOME = `${stage.home}/.config`;
  stage.env.XDG_RUNTIME_DIR = `${stage.home}/run`;
  asPerson(stage, ME, { refused: [`${stage.home}/homes`] });
  assertEquals(await seen(stage), [
    "problem: ~/.local/state/claudeminder cannot be written: no permission" +
    ' -> make the folder: `sudo install -d -m 700 -o "$USER" ~`, or correct HOME',
  ]);
  // Where no folder can be.
  stage.env.HOME = stage.home;
  stage.env.XDG_STATE_HOME = "/dev/null";
  assertEquals(await seen(stage), [
    "problem: /dev/null/claudeminder cannot be written: there is something else in its place" +
    " -> correct XDG_STATE_HOME, by which it is looked for there",
  ]);
});

Deno.test("doctor() offers no change to a folder that the settings were put into by name", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  // As with CLAUDEMINDER_CONFIG=/etc/..., or /tmp/...: it is not where settings are by themselves.
  stage.env.XDG_CONFIG_HOME = `${stage.home}/elsewhere`;
  const folder = dirname(stage.configFile);
  const own =
    "put the settings into a folder of your own: without --config and CLAUDEMINDER_CONFIG they are in ~/elsewhere/claudeminder/config.toml";
  asPerson(stage, ME, { owners: { [folder]: 0, [stage.configFile]: 0 }, refused: [folder] });
  const unwritable = `warning: ~/.config/claudeminder cannot be written: no permission -> ${own}`;
  assertEquals(await seen(stage), [unwritable]);
  await Deno.chmod(folder, 0o777);
  const open = `warning: ~/.config/claudeminder can be changed by others (mode 777) -> ${own}`;
  assertEquals(await seen(stage), [open, unwritable]);
  asPerson(stage, ME, { owners: { [folder]: ANOTHER } });
  assertEquals(await seen(stage), [
    `warning: ~/.config/claudeminder belongs to somebody else -> ${own}`,
    open,
  ]);
});

Deno.test("doctor() looks at the files that the agents' state is written to, where it is", async () => {
  await using stage = await newStage();
  await makeAll(stage);
  const [state, usage] = [`${stage.home}/state.json`, `${stage.home}/usage.json`];
  const write = (more: string) =>
    stage.write(stage.configFile, `[opencode]\nstate_file = "${state}"\nusage_file = "${usage}"\n${more}`);
  await write("");
  asPerson(stage, ME, {});
  assertEquals(await seen(stage), [FINE.replace("8", "9")]);
  await stage.write(state, "{}");
  assertEquals(await seen(stage), [FINE.replace("8", "10")]);
  await Deno.chmod(state, 0o644);
  assertEquals(await seen(stage), [
    "warning: ~/state.json can be read by others (mode 644) -> chmod 600 ~/state.json",
  ]);
  // A link is replaced, whatever it leads to.
  await Deno.symlink(state, usage);
  await Deno.chmod(state, 0o600);
  assertEquals(await seen(stage), [FINE.replace("8", "11")]);
  const theirs = (name: string, key: string) =>
    `warning: ~/${name}.json belongs to somebody else -> name another path by opencode.${key} in the settings`;
  const both = [theirs("state", "state_file"), theirs("usage", "usage_file")];
  asPerson(stage, ME, { owners: { [state]: ANOTHER, [usage]: ANOTHER } });
  assertEquals(await seen(stage), both);
  asPerson(stage, 0, { owners: { [state]: ANOTHER, [usage]: ANOTHER } });
  assertEquals(await seen(stage), both);
  asPerson(stage, 0, { owners: { [stage.home]: ANOTHER, [state]: ANOTHER } });
  assertMatch(
    (await seen(stage)).join(),
    /^warning: ~\/state\.json belongs to somebody else -> run it without sudo/,
  );
  asPerson(stage, ME, { owners: { [state]: ANOTHER, [usage]: ANOTHER } });
  await write("enabled = false\n");
  assertEquals(await seen(stage), [FINE.replace("8", "9")]);
  await write("");
  await Deno.remove(usage);
  await Deno.mkdir(usage);
  asPerson(stage, ME, {});
  assertEquals(await seen(stage), [
    "warning: ~/usage.json cannot be written: there is something else in its place -> name another path by opencode.usage_file in the settings",
  ]);
});
