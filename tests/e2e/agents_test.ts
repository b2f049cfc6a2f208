/**
 * Agents as a person has them: the compiled program under a panel, and real OpenCode servers with a fake model; what menu, icon,
 * notifications and state files say at every step, and what comes of an answer.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { join } from "node:path";
import { end, json } from "../support/program.ts";
import { bubbles, startPatientNotifyd } from "./bubbles.ts";
import { compiledProgram } from "./compiled.ts";
import { until } from "./desktop.ts";
import { fakeService } from "./notice_service.ts";
import { type RealOpencode, startOpencode } from "./opencode/real_opencode.ts";
import { click, iconIs, labels, looks, menuSays, onDesktop, type Seen } from "./seen.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

interface StateFile {
  readonly instances: readonly {
    readonly port: number;
    readonly agents: readonly {
      readonly id: string;
      readonly status: string;
      readonly permission_pending: boolean;
    }[];
  }[];
  readonly busy_count: number;
  readonly permissions_pending: number;
  readonly connected: boolean;
}

const stateFileOf = ({ account }: Seen) => join(account.folder, "state.json");

async function stateFile(seen: Seen): Promise<StateFile> {
  return JSON.parse(await Deno.readTextFile(stateFileOf(seen)));
}

async function fileSays(seen: Seen, what: string, condition: (file: StateFile) => boolean): Promise<void> {
  const holds = () => stateFile(seen).then(condition, () => false);
  await until(holds, `${what} in the state file`);
}

async function startFollowing(seen: Seen): Promise<Deno.ChildProcess> {
  const { account } = seen;
  await account.signIn();
  await Deno.writeTextFile(
    account.configFile,
    `[reminder]
percentage_thresholds = []
[opencode]
permission_seconds = 0.5
state_file = "${stateFileOf(seen)}"
usage_file = "${join(account.folder, "usage.json")}"
`,
  );
  return account.start("run", "--tray", "sni");
}

const exists = (path: string) => Deno.stat(path).then(() => true, () => false);
const made = (server: RealOpencode) => join(server.directory, "from-tool.txt");

Deno.test("an agent asks, is answered from the tray menu or the notification, and works on", () =>
  onDesktop("sni", async (seen) => {
    const { account, desktop } = seen;
    await using service = await fakeService({ address: desktop.busAddress });
    await using open = await startOpencode();
    await using closed = await startOpencode({ password: "a secret" });
    account.env.OPENCODE_SERVER_PASSWORD = "a secret";
    const program = await startFollowing(seen);
    await fileSays(
      seen,
      "both servers",
      ({ instances }) =>
        [open, closed].every(({ port }) => instances.some((instance) => instance.port === port)),
    );

    const session = await open.newSession("Builds it");
    await open.prompt(session, "BASH please");
    await menuSays(seen, /^work.*: wants to run `sleep 1 && echo hello > from-tool\.txt`$/);
    await iconIs(seen, { ...looks(81, "orange"), attention: "waiting" });
    await fileSays(
      seen,
      "the permission",
      ({ instances, permissions_pending }) =>
        permissions_pending === 1 &&
        instances.some(({ agents }) =>
          agents.some(({ id, permission_pending }) => id === session && permission_pending)
        ),
    );
    await until(() => service.notices().length === 1, "the notice");
    assertMatch(service.notices()[0]?.title ?? "", /wants to run `sleep 1/);
    assertMatch((await account.run("status")).stdout, /1 waits for you\n +work.*: wants to run/);
    assert(!await exists(made(open)), "nothing runs before it is allowed");

    await click(seen, /^Allow once$/);
    await fileSays(
      seen,
      "the work",
      ({ permissions_pending, busy_count }) => permissions_pending === 0 && busy_count === 1,
    );
    await until(() => exists(made(open)), "what the tool makes");
    await fileSays(seen, "rest", ({ busy_count }) => busy_count === 0);
    await iconIs(seen, looks(81, "orange"));

    const editing = await closed.newSession("Edits it");
    await closed.prompt(editing, "EDIT please");
    await until(() => service.notices().length === 2, "the second notice");
    const reject = service.notices()[1]?.actions ?? [];
    const key = reject[reject.indexOf("Reject") - 1];
    assert(key !== undefined, `no Reject in ${reject}`);
    service.press(102, key);
    await fileSays(
      seen,
      "rest",
      ({ permissions_pending, busy_count }) => permissions_pending + busy_count === 0,
    );
    const list = json(await account.run("call", "opencode.list"));
    assertEquals((list.instances as unknown[]).length, 2);

    await open.kill();
    await fileSays(
      seen,
      "one server less",
      ({ instances }) => instances.length === 1 && instances[0]?.port === closed.port,
    );
    await until(
      async () => !(await labels(seen)).some((label) => label.includes("Builds it")),
      "the menu without it",
    );
    await end(program);
    assertEquals((await stateFile(seen)).connected, false);
    assertEquals(((await Deno.stat(stateFileOf(seen))).mode ?? 0) & 0o777, 0o600);
  }));

Deno.test("the notification of a permission goes when it is answered from the tray menu, and with its server", () =>
  onDesktop("sni", async (seen) => {
    const { desktop } = seen;
    await startPatientNotifyd(desktop);
    await using server = await startOpencode();
    await startFollowing(seen);
    await fileSays(seen, "the server", ({ instances }) => instances.some(({ port }) => port === server.port));
    const count = async () => (await bubbles(desktop)).length;

    const session = await server.newSession("Builds it");
    await server.prompt(session, "BASH please");
    await until(async () => await count() === 1, "the bubble");
    await click(seen, /^Allow once$/);
    await until(async () => await count() === 0, "the bubble to go");
    await until(() => exists(made(server)), "what the tool makes");

    await server.prompt(await server.newSession("Edits it"), "EDIT please");
    await until(async () => await count() === 1, "the second bubble");
    await server.kill();
    await until(async () => await count() === 0, "the bubble to go with the server");
  }));

Deno.test("a question is answered from the menu; a server whose password is not known is shown as locked", () =>
  onDesktop("sni", async (seen) => {
    await using open = await startOpencode();
    await using _locked = await startOpencode({ password: "unknown" });
    await startFollowing(seen);
    await menuSays(seen, / · locked$/);
    const session = await open.newSession("Asks");
    await open.prompt(session, "QUESTION please");
    await menuSays(seen, /^Blue/);
    await click(seen, /^Blue/);
    await fileSays(seen, "rest", ({ busy_count }) => busy_count === 0);
    const said = JSON.stringify(await open.ask("GET", `/session/${session}/message`));
    assert(said.includes("Blue"), "the answer arrived");
  }));

Deno.test("opencode-eventd is the program without an icon, with the state file, and ends cleanly", () =>
  onDesktop("sni", async (seen) => {
    const { account } = seen;
    await using open = await startOpencode();
    // The log is where people look for it; an earlier one is left as it was.
    const log = "/tmp/opencode-monitor.log";
    const logged = await Deno.readTextFile(log).catch(() => null);
    const eventd = join(account.folder, "opencode-eventd");
    await Deno.symlink(await compiledProgram(), eventd);
    (await startFollowing(seen)).kill("SIGKILL");
    const daemon = new Deno.Command(eventd, {
      env: account.env,
      clearEnv: true,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    await fileSays(
      seen,
      "the server",
      ({ connected, instances }) => connected && instances[0]?.port === open.port,
    );
    daemon.kill("SIGTERM");
    assertEquals((await daemon.status).code, 0);
    assertEquals((await stateFile(seen)).connected, false);
    const text = (await Deno.readTextFile(log)).slice(logged?.length ?? 0);
    assertMatch(text, /INFO.*started[^]*INFO.*found OpenCode[^]*INFO.*ended/);
    if (logged === null) await Deno.remove(log);
    else await Deno.writeTextFile(log, logged);
  }));
