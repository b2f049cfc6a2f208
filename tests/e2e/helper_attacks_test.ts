/**
 * The program itself, compiled, where somebody else was first at the places of its tray helper, or the disk is no good: nothing of an
 * attacker's is run, and the icon is on the screen wherever that is possible.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { levelColour } from "../../src/core/icon/colours.ts";
import { type Account, end, newAccount } from "../support/program.ts";
import { smallDisk, withDisks } from "../support/disks.ts";
import { ELSEWHERE, launchers } from "../tray/helper_places.ts";
import { compiledProgram } from "./compiled.ts";
import { type Desktop, startDesktop, until } from "./desktop.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

const VERSION_FOLDER = "claudeminder/systray2/2.1.4";

interface Scene extends AsyncDisposable {
  readonly desktop: Desktop;
  readonly account: Account;
  /** Where the helper is, as a rule; and where it is if that cannot be. */
  readonly place: string;
  readonly otherPlace: string;
}

/** A panel with a tray of the older kind, and a person who is signed in and has started the program in a folder of an attacker's. */
async function scene(): Promise<Scene> {
  const desktop = await startDesktop({ panel: "trayer", bus: false });
  const account = await newAccount({ DISPLAY: desktop.env.DISPLAY ?? "" });
  await account.signIn();
  // The package would look here first.
  await Deno.mkdir(`${account.folder}/traybin`);
  await trap(account, `${account.folder}/traybin/tray_linux_release`);
  return {
    desktop,
    account,
    place: `${account.folder}/state/${VERSION_FOLDER}`,
    otherPlace: `${account.folder}/run/${VERSION_FOLDER}`,
    async [Symbol.asyncDispose]() {
      await account[Symbol.asyncDispose]();
      await desktop[Symbol.asyncDispose]();
    },
  };
}

const markOf = ({ folder }: Account) => `${folder}/sprung`;

/** Puts a program there that leaves a mark when it is run. */
async function trap(account: Account, path: string, size = 0): Promise<void> {
  const text = `#!/bin/sh\n: >'${markOf(account)}'\nexec sleep 1\n`;
  await Deno.writeTextFile(path, text.padEnd(size, "#").slice(0, Math.max(size, text.length)));
  await Deno.chmod(path, 0o700);
}

function isSprung(account: Account): boolean {
  try {
    return Deno.lstatSync(markOf(account)).isFile;
  } catch {
    return false;
  }
}

interface Running extends AsyncDisposable {
  /** What has come on stderr so far. */
  said(): string;
}

function started(account: Account, env: Readonly<Record<string, string>> = {}): Running {
  Object.assign(account.env, env);
  const child = account.start("run", "--tray", "systray2");
  let text = "";
  const reading = (async () => {
    for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) text += part;
  })();
  // Nobody needs what it prints there; it only has to go somewhere.
  const draining = child.stdout.pipeTo(new WritableStream());
  return {
    said: () => text,
    async [Symbol.asyncDispose]() {
      await end(child);
      await Promise.all([reading, draining]);
    },
  };
}

/** The programs that run out of a folder. */
function programsIn(folder: string): readonly string[] {
  return [...Deno.readDirSync("/proc")].filter(({ name }) => /^\d+$/.test(name)).flatMap(({ name }) => {
    try {
      const path = Deno.readLinkSync(`/proc/${name}/exe`);
      return path.startsWith(`${folder}/`) ? [path] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** Whether 81 % of a limit, in its colour, is in the corner where the tray is. */
async function isShown({ desktop }: Scene): Promise<boolean> {
  const [r, g, b] = levelColour("orange");
  const wanted = [r, g, b].map((value) => value.toString(16).padStart(2, "0")).join("");
  return (await desktop.colours({ x: 824, y: 0, width: 200, height: 32 })).has(wanted);
}

/** The icon comes, from the helper in that folder and from no other, and nothing of the attacker's has run. And it goes again. */
async function showsFrom(stage: Scene, place: string): Promise<void> {
  {
    await using program = started(stage.account);
    await until(() => isShown(stage), "the icon on the screen").catch((error) => {
      throw new Error(`${error.message}: ${program.said()}`);
    });
    // The first one is replaced when there are figures, which need another menu.
    await until(() => programsIn(stage.account.folder).length === 1, "one helper");
    assertEquals(programsIn(stage.account.folder), [`${place}/claudeminder`]);
    assert(!isSprung(stage.account));
  }
  await until(() => programsIn(stage.account.folder).length === 0, "the end of the helper");
  await until(async () => !await isShown(stage), "the end of the icon");
}

Deno.test("an attacker's program in the place of the helper, or behind a link there, never runs, and the icon shows", async () => {
  await using stage = await scene();
  const { account, place } = stage;
  await Deno.mkdir(place, { recursive: true });
  for (const each of [place, place.slice(0, place.lastIndexOf("/"))]) await Deno.chmod(each, 0o700);
  // Where the package keeps its own.
  for (const name of ["claudeminder", "tray_linux_release"]) await trap(account, `${place}/${name}`);
  await showsFrom(stage, place);
  const programs = [`${place}/claudeminder`, ...await launchers(place)];
  assertEquals(programs.length, 2);
  const elsewhere = `${account.folder}/elsewhere`;
  for (const kind of ["file", "link"] as const) {
    const ours = programs.map((each) => Deno.readFileSync(each));
    for (const [index, each] of programs.entries()) {
      const { size } = await Deno.stat(each);
      await Deno.remove(each);
      await trap(account, kind === "file" ? each : `${elsewhere}-${index}`, size);
      if (kind === "link") await Deno.symlink(`${elsewhere}-${index}`, each);
    }
    await showsFrom(stage, place);
    assertEquals(programs.map((each) => Deno.readFileSync(each)), ours);
  }
});

Deno.test("a link to a folder of an attacker's, and a folder that others may write to, are passed over", async () => {
  await using stage = await scene();
  const { account, place, otherPlace } = stage;
  await showsFrom(stage, place);
  const theirs = `${account.folder}/theirs`;
  await Deno.mkdir(theirs);
  await Deno.chmod(theirs, 0o777);
  for (const { name } of Deno.readDirSync(place)) await trap(account, `${theirs}/${name}`);
  await Deno.remove(place, { recursive: true });
  await Deno.symlink(theirs, place);
  await showsFrom(stage, otherPlace);
  // They would rename the folder and put one of their own in its place, between the look and the start.
  await Deno.remove(place);
  await Deno.chmod(`${account.folder}/state/claudeminder`, 0o777);
  await showsFrom(stage, otherPlace);
});

Deno.test(
  "where nothing may be run from the disk, the icon shows from another, or it says why there is none",
  withDisks,
  async () => {
    await using stage = await scene();
    const { account, otherPlace } = stage;
    await using _state = await smallDisk(`${account.folder}/state`, "size=16m,noexec");
    await showsFrom(stage, otherPlace);
    await using _run = await smallDisk(`${account.folder}/run`, "size=16m,noexec");
    await using _cache = await smallDisk(`${account.folder}/.cache`, "size=16m,noexec");
    await using program = started(account);
    const what = "for the tray helper: programs in it may not be run (noexec?)";
    const said = `Cannot use "${account.folder}/state/claudeminder/systray2" ${what}. Cannot use "`;
    await until(() => program.said().includes(said), "the reason on stderr");
    assertStringIncludes(
      program.said(),
      `Let programs be run from that disk: the mount option is exec. ${ELSEWHERE}`,
    );
    assertStringIncludes(
      await Deno.readTextFile(`${account.folder}/state/claudeminder/claudeminder.log`),
      said,
    );
    assertEquals(programsIn(account.folder), []);
    assert(!isSprung(account));
  },
);

Deno.test(
  "on a read-only disk the good helper runs, a bad one does not, and the icon shows from another",
  withDisks,
  async () => {
    await using stage = await scene();
    const { account, place, otherPlace } = stage;
    await using state = await smallDisk(`${account.folder}/state/claudeminder/systray2`, "size=16m");
    await showsFrom(stage, place);
    await state.remount("ro");
    await showsFrom(stage, place);
    await state.remount("rw");
    const [launcher = ""] = await launchers(place);
    await trap(account, launcher);
    await state.remount("ro");
    await showsFrom(stage, otherPlace);
    await Deno.remove(otherPlace, { recursive: true });
    for (const each of ["run/claudeminder/systray2", ".cache/claudeminder"]) {
      await Deno.remove(`${account.folder}/${each}`, { recursive: true }).catch(() => {});
      await Deno.mkdir(`${account.folder}/${each.slice(0, each.lastIndexOf("/"))}`, { recursive: true });
      await Deno.writeTextFile(`${account.folder}/${each}`, "not a folder");
    }
    await using program = started(account);
    const said = `Cannot use "${state.path}" for the tray helper: it is read-only. Cannot use "`;
    await until(() => program.said().includes(said), "the reason on stderr");
    assertStringIncludes(program.said(), `Give yourself the right to write there. ${ELSEWHERE}`);
    assert(!isSprung(account));
  },
);

Deno.test(
  "on a full disk the good helper runs, a bad one is left alone, and the icon shows from another disk",
  withDisks,
  async () => {
    await using stage = await scene();
    const { account, place, otherPlace } = stage;
    await using state = await smallDisk(`${account.folder}/state`, "size=16m");
    await showsFrom(stage, place);
    await state.fill();
    await showsFrom(stage, place);
    const helper = `${place}/claudeminder`;
    const { size } = await Deno.stat(helper);
    await trap(account, helper, size);
    const bad = await Deno.readFile(helper);
    await state.fill();
    await showsFrom(stage, otherPlace);
    assertEquals(await Deno.readFile(helper), bad);
    await Deno.remove(otherPlace, { recursive: true });
    await using run = await smallDisk(`${account.folder}/run`, "size=1m");
    await using _cache = await smallDisk(`${account.folder}/.cache`, "size=64k,ro");
    await using program = started(account);
    const said =
      `Cannot use "${account.folder}/state/claudeminder/systray2" for the tray helper: the disk is full`;
    await until(() => program.said().includes(said), `the reason on stderr (${run.path})`);
    assertStringIncludes(program.said(), `Make room on that disk. ${ELSEWHERE}`);
    assert(!isSprung(account));
  },
);

Deno.test("two programs at the same instant, with one home folder and two logins, both show their icon", async () => {
  await using stage = await scene();
  const { account, place } = stage;
  await Deno.mkdir(`${account.folder}/run-2`, { mode: 0o700 });
  {
    await using first = started(account);
    await using second = started(account, { XDG_RUNTIME_DIR: `${account.folder}/run-2` });
    const both = () => programsIn(account.folder).length === 2;
    await until(both, `two helpers: ${first.said()}${second.said()}`);
    await until(() => isShown(stage), "an icon on the screen");
    assertEquals(programsIn(account.folder), Array(2).fill(`${place}/claudeminder`));
    for (const each of [first, second]) assertEquals(each.said().includes("tray"), false, each.said());
    for (const run of ["run", "run-2"]) {
      const pictures = () => [...Deno.readDirSync(`${account.folder}/${run}/claudeminder/tray`)].length > 0;
      await until(pictures, `pictures of its own in ${run}`);
    }
  }
  assert(!isSprung(account));
});
