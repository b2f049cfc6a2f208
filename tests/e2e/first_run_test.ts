/** The first start on a desktop without a tray: what a person sees there instead of an icon. */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { type Account, end, julyBody, newAccount } from "../support/program.ts";
import { compiledProgram } from "./compiled.ts";
import { startDesktop, until } from "./desktop.ts";
import { startTestBus } from "./notice_bus.ts";
import { fakeService } from "./notice_service.ts";

Deno.env.set("CLAUDEMINDER_PROGRAM", await compiledProgram());

/** Does `work` with an account on a desktop that has a notification service and no panel. */
async function withoutPanel(
  work: (account: Account, service: Awaited<ReturnType<typeof fakeService>>) => Promise<void>,
): Promise<void> {
  await using desktop = await startDesktop({ bus: false });
  await using bus = await startTestBus();
  await using service = await fakeService(bus);
  const { DISPLAY = "" } = desktop.env;
  await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: bus.address });
  await account.signIn();
  // Nothing to warn of.
  account.endpoint.answer = () => Response.json(julyBody({ fable: 20 }));
  await work(account, service);
}

const state = async (account: Account) => (await account.run("call", "usage.get")).stdout;

Deno.test("without a tray a notification says so, with what would help, and a way to the figures and to the end", () =>
  withoutPanel(async (account, service) => {
    const program = account.start();
    await until(() => service.notices().length > 0, "the notification");
    const [notice] = service.notices();
    assertEquals(notice?.title, "claudeminder has no icon here");
    assertMatch(
      notice?.body ?? "",
      /^No panel shows tray icons.*\. \w.*\.\nIt runs all the same.*"claudeminder status"/,
    );
    const button = (label: string) => {
      const actions = notice?.actions ?? [];
      const at = actions.indexOf(label);
      assert(at > 0, `no button "${label}": ${actions}`);
      return actions[at - 1] ?? "";
    };
    await until(async () => (await state(account)).includes("five_hour"), "the figures");
    assertMatch((await account.run("status")).stdout, /^claudeminder: 15\.0%/);
    assert(button("Show") !== "");
    service.press(101, button("Quit"));
    assertEquals((await program.status).code, 0);
    await end(program);
  }));

Deno.test("without a notification service the terminal says why there is no icon, and what would help", async () => {
  await using desktop = await startDesktop({ bus: false });
  await using bus = await startTestBus();
  const { DISPLAY = "" } = desktop.env;
  await using account = await newAccount({ DISPLAY, DBUS_SESSION_BUS_ADDRESS: bus.address });
  await account.signIn();
  const program = account.start();
  const lines: string[] = [];
  const reading = (async () => {
    for await (const part of program.stderr) lines.push(new TextDecoder().decode(part));
  })();
  await until(() => lines.join("").includes("no notification about it"), "the line on the terminal");
  assertMatch(
    lines.join(""),
    /claudeminder: no tray icon: No panel shows tray icons.*\. Add the status tray.*; and no /,
  );
  assertEquals((await account.run("quit")).code, 0);
  await reading;
  await program.status;
  await program.stdout.cancel();
});

Deno.test("without a desktop the terminal says what is missing, and the figures are there all the same", async () => {
  await using account = await newAccount();
  await account.signIn();
  const program = account.start();
  await until(async () => (await state(account)).includes("five_hour"), "the figures");
  assertMatch((await account.run("status")).stdout, /^claudeminder: 15\.0%/);
  const { code, stderr } = await end(program);
  assertEquals(code, 0);
  const lines = stderr.trim().split("\n");
  assert(lines.some((line) => line.startsWith("claudeminder: no tray icon: There is no")), stderr);
});
