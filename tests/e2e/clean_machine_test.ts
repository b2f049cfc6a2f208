/** The downloads for Linux on a machine that has nothing of this project: what a person does with them, from first to last. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { basename, join } from "node:path";
import * as z from "zod";
import { archives } from "../../packaging/downloads.ts";
import { deb, debName } from "../../packaging/debian_package.ts";
import { PNG_SIZES } from "../../packaging/app_icon.ts";
import { shareFiles } from "../../packaging/linux_files.ts";
import { ROOT, sourceTimeMs, VERSION } from "../../packaging/source_version.ts";
import { targetOf } from "../../packaging/targets.ts";
import { newAccount } from "../support/program.ts";
import { type Machine, makeMachine, whyNoMachine } from "./clean_machine.ts";
import {
  hasEnded,
  inSession,
  isSeen,
  isStartedBy,
  type Person,
  says,
  showsIcon,
  SIGNED_OUT,
  ticks,
  USED,
} from "./clean_person.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";
import { click, menuSays } from "./seen.ts";

const ARCHIVE = "claudeminder-x86_64-unknown-linux-gnu.tar.xz";
const NEXT_VERSION = "99.0.0";

/** The archive and the packages of this version and of a later one, as the build makes them, but packed in little time. */
async function downloads(out: string): Promise<Readonly<Record<"archive" | "package" | "later", string>>> {
  const program = await compiledProgram();
  const target = targetOf("x86_64-unknown-linux-gnu");
  const [archive = "", first = ""] = (await archives({ target, program, packages: [], out, preset: 0 })).map((
    { path },
  ) => path);
  const timeMs = await sourceTimeMs();
  const about = { version: NEXT_VERSION, arch: "amd64" };
  const later = join(out, debName(about));
  const bytes = await Deno.readFile(program);
  const share = await shareFiles(NEXT_VERSION, timeMs);
  const texts = { licence: "Copyright 2026 claudeminder contributors\n", thirdParty: "none" };
  await Deno.writeFile(later, await deb({ ...about, ...texts, program: bytes, share, timeMs, preset: 0 }));
  return { archive, package: first, later };
}

const doctorSays = z.object({ checks: z.array(z.object({ name: z.string(), result: z.string() })) });

async function checkedByDoctor({ login }: Person): Promise<Readonly<Record<string, string>>> {
  const { stdout } = await login.types("~/.local/bin/claudeminder doctor --json");
  const { checks } = doctorSays.parse(JSON.parse(stdout));
  return Object.fromEntries(checks.map(({ name, result }) => [name, result]));
}

async function unpacksAndStarts(person: Person, archive: string): Promise<void> {
  const { machine, login } = person;
  login.start("xfce4-panel", "--disable-wm-check");
  await machine.give(`Downloads/${ARCHIVE}`, await Deno.readFile(archive));
  const readme = await Deno.readTextFile(join(ROOT, "README.md"));
  const command = readme.split("\n").find((line) =>
    line.startsWith("    ") && line.includes(`tar xf ${ARCHIVE}`)
  );
  assert(command !== undefined, "the README says how to unpack it");
  assertEquals(await says(person, `cd Downloads && ${command.trim()}`), "");
  assertEquals(await says(person, "~/.local/bin/claudeminder --version"), `${VERSION}\n`);
  assertMatch(await says(person, "~/.local/bin/claudeminder status"), /^claudeminder: signed out\n/);
  await until(async () => (await checkedByDoctor(person)).tray === "ok", "a panel for the doctor");
  const { ["sign-in"]: signIn, notifications, ...others } = await checkedByDoctor(person);
  assertEquals([signIn, notifications], ["problem", "warning"]);
  assertEquals(new Set(Object.values(others)), new Set(["ok"]), JSON.stringify(others));
  assertEquals(await isSeen(person, SIGNED_OUT), false);
  login.start("/home/anna/.local/bin/claudeminder");
  await showsIcon(person, SIGNED_OUT);
  await menuSays(person, /^Sign in/);
}

async function signsInAndTicks(person: Person, credentials: string): Promise<void> {
  const { machine, panel } = person;
  await machine.give(".claude/.credentials.json", credentials);
  await showsIcon(person, USED);
  assertMatch(JSON.stringify(await panel.property(await panel.item(), "ToolTip")), /81\s?%/);
  assertEquals(await ticks(person), '"/home/anna/.local/bin/claudeminder" run --autostart');
  await click(person, /^Quit$/);
  await hasEnded(person);
}

/** As the desktop's menu starts it; and once more, as people do. */
async function isStartedFromItsEntry(person: Person, share: string, exe: string): Promise<void> {
  const { machine, login } = person;
  for (
    const size of [
      ...PNG_SIZES.map((px) => `${px}x${px}/apps/claudeminder.png`),
      "scalable/apps/claudeminder.svg",
    ]
  ) {
    await Deno.stat(join(machine.root, share, "icons/hicolor", size));
  }
  await isStartedBy(person, `dex ${share}/applications/claudeminder.desktop`, exe);
  const { code, stderr } = await login.types("claudeminder");
  assertEquals(code, 3, stderr);
  assertEquals(await login.running("claudeminder"), [exe]);
}

async function takesItAway(person: Person): Promise<void> {
  assertMatch(await says(person, "claudeminder uninstall --purge"), /^ended the running program/);
  await hasEnded(person);
}

async function upgrades(person: Person, later: string): Promise<void> {
  const { machine } = person;
  assertEquals(await ticks(person), '"/usr/bin/claudeminder" run --autostart');
  const pid = await says(person, "claudeminder call system.version");
  await machine.asRoot("apt-get", "-q", "install", "-y", later);
  const format = "--showformat=${Version} ${db:Status-Abbrev}";
  assertEquals(
    (await machine.asRoot("dpkg-query", "--show", format, "claudeminder")).trim(),
    `${NEXT_VERSION} ii`,
  );
  assertEquals(await says(person, "claudeminder call system.version"), pid, "the one before goes on");
  await showsIcon(person, USED);
  assertEquals(await says(person, "claudeminder autostart status"), "enabled for /usr/bin/claudeminder\n");
  assertEquals(await ticks(person), null);
  assertEquals(await ticks(person), '"/usr/bin/claudeminder" run --autostart');
  await says(person, "claudeminder quit");
  await hasEnded(person);
  await isStartedBy(person, "dex -a -e XFCE", "/usr/bin/claudeminder");
}

/** What there is now that was not there before. */
async function left(machine: Machine, before: ReadonlySet<string>): Promise<readonly string[]> {
  const now = await machine.files();
  return [...now.difference(before)].sort();
}

const why = await whyNoMachine();

Deno.test({
  name: `on a clean machine the downloads do what a person expects${
    why === null ? "" : ` (needs a Debian; here: ${why})`
  }`,
  ignore: why !== null,
  async fn(t) {
    await using account = await newAccount();
    await account.signIn();
    const { url } = account.endpoint;
    const making = downloads(account.folder);
    making.catch(() => {});
    await using machine = await makeMachine();
    const { archive, package: first, later } = await making;
    const step = async (name: string, work: () => Promise<void>) => {
      // What comes after it would only wait in vain.
      if (!await t.step(name, work)) throw new Error(`Ended at: ${name}`);
    };
    const clean = await machine.files();

    await inSession(machine, url, async (person) => {
      await step(
        "the archive, unpacked as the README says, runs, and says what is missing",
        () => unpacksAndStarts(person, archive),
      );
      await step(
        "the icon has the figures once the person has signed in, and the menu's tick registers it",
        async () => signsInAndTicks(person, await Deno.readTextFile(account.credentialsFile)),
      );
      await step(
        "dex starts what is registered",
        () => isStartedBy(person, "dex -a -e XFCE", "/home/anna/.local/bin/claudeminder"),
      );
    });
    await inSession(machine, url, async (person) => {
      const exe = "/home/anna/.local/bin/claudeminder";
      await step(
        "a session of XFCE starts it, after a logout that ended everything by force",
        () => isStartedBy(person, "xfce4-session", exe),
      );
      await step("it is started from the desktop's menu, once", async () => {
        await says(person, "claudeminder quit");
        await hasEnded(person);
        await isStartedFromItsEntry(person, "/home/anna/.local/share", exe);
      });
      await step("uninstalled, and its files removed, nothing of it is left", async () => {
        await takesItAway(person);
        await says(
          person,
          `cd ~/.local && tar tf ~/Downloads/${ARCHIVE} | grep -v /$ | cut -d/ -f2- | xargs rm`,
        );
        const ours = (await left(machine, clean)).filter((path) => /minder|opencode/.test(path));
        assertEquals(ours, ["/home/anna/.local/share/doc/claudeminder", `/home/anna/Downloads/${ARCHIVE}`]);
      });
    });

    for (const path of [first, later]) {
      await machine.give(`Downloads/${basename(path)}`, await Deno.readFile(path));
    }
    const before = await machine.files();
    await inSession(machine, url, async (person) => {
      const { login } = person;
      await step("the .deb is installed, and started from the desktop's menu", async () => {
        await machine.asRoot("apt-get", "-q", "install", "-y", `/home/anna/Downloads/${basename(first)}`);
        assertEquals(await machine.asRoot("dpkg", "--verify", "claudeminder"), "");
        login.start("xfce4-panel", "--disable-wm-check");
        await isStartedFromItsEntry(person, "/usr/share", "/usr/bin/claudeminder");
      });
      await step(
        "it goes on while a later .deb is installed, which dex then starts",
        () => upgrades(person, `/home/anna/Downloads/${basename(later)}`),
      );
      await step("uninstalled and removed, nothing of it is left, and nothing else has gone", async () => {
        await takesItAway(person);
        await machine.asRoot("apt-get", "-q", "remove", "-y", "claudeminder");
        // No settings stay for a purge to take away: the package is unknown again.
        assertEquals(await machine.asRoot("dpkg", "--get-selections", "claudeminder*"), "");
        assertEquals(await left(machine, before), []);
        assertEquals([...before.difference(await machine.files())], []);
      });
    });
  },
});
