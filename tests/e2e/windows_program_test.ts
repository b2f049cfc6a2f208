/**
 * The compiled program for Windows, as a person there has it before them, from its first start to its end; and whatever it starts,
 * never a black window.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { dirname } from "node:path";
import * as z from "zod";
import { VERSION } from "../../packaging/source_version.ts";
import { type Account, newAccount } from "../support/program.ts";
import { createIconPixels } from "../../src/tray/icon_pixels.ts";
import { until } from "./desktop.ts";
import { mainColours } from "./screen.ts";
import { looks } from "./seen.ts";
import { EXE, OPENCODE, PROGRAMS, takeSeat, whyNoWindows, type WindowsSeat } from "./windows_machine.ts";
import { PANEL } from "./wine_screen.ts";

const HOME = "C:\\users\\root";
const SETTINGS = `${HOME}\\AppData\\Roaming\\claudeminder\\config.toml`;
const LOG = `${HOME}\\AppData\\Local\\claudeminder\\state\\claudeminder.log`;
const LINKS = "HKCU\\Software\\Classes\\claudeminder";
const TOLD = "C:\\told.txt";
const REG = "C:\\windows\\system32\\reg.exe";

/** A file of the person's, in a folder that may be missing. */
async function give({ windows }: WindowsSeat, path: string, text: string): Promise<void> {
  const file = windows.pathOf(path);
  await Deno.mkdir(dirname(file), { recursive: true });
  await Deno.writeTextFile(file, text);
}

const found = ({ windows }: WindowsSeat, path: string) =>
  Deno.readTextFile(windows.pathOf(path)).catch(() => "");

/** What a command prints that succeeds without a complaint. */
async function says(seat: WindowsSeat, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await seat.run(...args);
  assertEquals([code, stderr], [0, ""], args.join(" "));
  return stdout;
}

async function answersInATerminal(seat: WindowsSeat, { credentialsFile }: Account): Promise<void> {
  assertEquals(await says(seat, "--version"), `${VERSION}\n`);
  assertMatch(await says(seat, "status"), /^claudeminder: signed out\n/);
  await give(seat, `${HOME}\\.claude\\.credentials.json`, await Deno.readTextFile(credentialsFile));
  assertMatch(await says(seat, "get_usage"), /"utilization":\s?15\b/);
  const { stdout } = await seat.run("doctor");
  for (const path of [SETTINGS, `${HOME}\\.claude\\.credentials.json`]) assert(stdout.includes(path), stdout);
  assertEquals(/[A-Z]:\\[^\s;)]*\/.*/.exec(stdout)?.[0], undefined, "strokes of one kind");
}

async function startsAtLogin(seat: WindowsSeat): Promise<void> {
  const { windows } = seat;
  const run = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run";
  const query = { program: REG, args: ["query", run, "/v", "claudeminder"] };
  assertEquals(await says(seat, "autostart", "status"), "disabled\n");
  assertEquals(await says(seat, "autostart", "enable"), `enabled for ${EXE}\n`);
  // Letters that the console lacks are printed as others.
  assertMatch(
    await windows.run(query),
    /claudeminder {4}REG_SZ {4}"C:\\[^"]* a\\claudeminder\.exe" run --autostart/,
  );
  assertEquals(await says(seat, "autostart", "status"), `enabled for ${EXE}\n`);
  assertEquals(await says(seat, "autostart", "disable"), "disabled\n");
  assertEquals((await windows.outcome(query)).code, 1);
}

/** By its colours: this Wine paints the half transparent edges over black. */
const COLOURS = mainColours(createIconPixels().iconArgb(looks(81, "orange"), 16));
const isSeen = async ({ desktop }: WindowsSeat) => COLOURS.isSubsetOf(await desktop.colours(PANEL));

async function showsFigures(seat: WindowsSeat): Promise<void> {
  // The tray's helper is the first program that it starts, before there is a console that they could share.
  await give(seat, SETTINGS, "[reminder]\nenabled = false\n");
  seat.start();
  await until(() => isSeen(seat), "the icon", 30_000);
  const second = await seat.run();
  assertEquals(second.code, 3, second.stderr);
}

async function tellsByACommand(seat: WindowsSeat): Promise<void> {
  const command = ["C:\\windows\\system32\\cmd.exe", "/c", `echo told>> ${TOLD}`];
  await says(seat, "set_config", JSON.stringify({ reminder: { enabled: true, command } }));
  await until(async () => (await found(seat, TOLD)).startsWith("told"), "what the command writes", 20_000);
  // A PowerShell that runs nothing and says that it has: there is none else here.
  assertMatch((await seat.run("doctor")).stdout, /warning {2}notifications: PowerShell cannot be run/);
}

async function findsAgents(seat: WindowsSeat): Promise<void> {
  seat.windows.start({ program: OPENCODE, args: [] });
  await until(async () => /found OpenCode 1\.18\.33 at 127\.0\.0\.1:\d+/.test(await found(seat, LOG)), "it");
  await until(async () => (await says(seat, "status", "--json")).includes("Sửa lỗi"), "the session");
  assert(!(await found(seat, LOG)).includes("broke"), "nothing is started again");
}

async function registersLinks(seat: WindowsSeat): Promise<void> {
  const query = { program: REG, args: ["query", LINKS, "/s"] };
  const want = (toast_buttons: boolean) =>
    says(seat, "set_config", JSON.stringify({ reminder: { toast_buttons } }));
  await want(true);
  let printed = "";
  await until(
    async () => (printed = (await seat.windows.outcome(query)).stdout).includes("command"),
    "the links",
  );
  assertMatch(printed, /claudeminder\.exe" link -- "%1"/);
  await want(false);
  await until(async () => (await seat.windows.outcome(query)).code === 1, "the end of the links");
}

async function ends(seat: WindowsSeat): Promise<void> {
  await says(seat, "quit");
  await until(() => seat.windows.processes().every(([program]) => program !== EXE), "its end");
  await until(async () => !await isSeen(seat), "the icon to go");
  assertEquals(seat.windows.processes().filter(([program]) => program?.includes("tray_windows")), []);
}

const kept = z.object({ pid: z.number(), seen: z.unknown() });

/** The program that keeps others is killed, and with it ends what it has started, also over one that has ended. */
async function endsWhatStays(seat: WindowsSeat): Promise<void> {
  const { windows } = seat;
  const folder = "C:\\kept";
  await Deno.mkdir(windows.pathOf(folder));
  windows.start({ program: PROGRAMS, args: ["keep", folder] });
  const report = () => found(seat, `${folder}\\report`);
  await until(async () => await report() !== "", "the report", 30_000);
  const { pid, seen } = kept.parse(JSON.parse(await report()));
  const end = { code: 1, signal: null };
  assertEquals(seen, { alone: 1, isKnown: true, strangers: null, told: 1, end, isLeft: false, orphans: 1 });
  const staying = () => windows.processes().filter(([path, what]) => path === PROGRAMS && what === "stay");
  assertEquals(staying().length, 2);
  await windows.run({ program: "taskkill", args: ["/f", "/pid", String(pid)] });
  await until(() => staying().length === 0, "the end of all that stays", 5_000);
}

/** Started by itself, a console program has a window, which is seen. */
async function wouldHaveBeenSeen(seat: WindowsSeat): Promise<void> {
  await seat.windows.run({ program: "start", args: ["/wait", "cmd.exe", "/c", "exit"] });
  await until(async () => (await seat.seen()).length > 0, "a black window");
}

const why = await whyNoWindows();

Deno.test({
  name: `the program for Windows does what a person expects, and shows no console window${
    why === null ? "" : ` (needs a Wine of Debian 13; here: ${why})`
  }`,
  ignore: why !== null,
  async fn(t) {
    await using account = await newAccount();
    await account.signIn();
    await using seat = await takeSeat({ CLAUDEMINDER_USAGE_URL: account.endpoint.url });
    const step = async (name: string, work: () => Promise<void>) => {
      // What comes after it would only wait in vain.
      const isDone = await t.step(name, async () => {
        await work();
        assertEquals(await seat.seen(), [], "windows");
      });
      if (!isDone) throw new Error(`Ended at: ${name}`);
    };
    await step(
      "it answers in a terminal, with paths as they are there",
      () => answersInATerminal(seat, account),
    );
    await step("start at login is a value in the registry", () => startsAtLogin(seat));
    await step("the icon has the figures, once", () => showsFigures(seat));
    await step(
      "a command of the person's is run; that no notices can be shown is said",
      () => tellsByACommand(seat),
    );
    await step("agents are found", () => findsAgents(seat));
    await step("links are registered, and taken back", () => registersLinks(seat));
    await step("it ends, and its icon and helper with it", () => ends(seat));
    await step("programs that stay end with it, however it ends", () => endsWhatStays(seat));
    await t.step("a console window would have been seen", () => wouldHaveBeenSeen(seat));
  },
});
