/**
 * The languages of the program as a process (src/main.ts): what a person reads follows the settings and the system, what programs
 * read does not.
 */
// @ts-types="../std_types/assert.d.ts"
import { assert, assertEquals, assertMatch } from "@std/assert";
import { dirname } from "node:path";
import { commandsEn } from "../../src/core/language/en/command_messages.ts";
import { type Account, json, newAccount } from "../support/program.ts";

const vietnamese = { LANG: "vi_VN.UTF-8" };

function inVietnamese(name: string, work: (account: Account) => Promise<void>): void {
  Deno.test(`in Vietnamese: ${name}`, async () => {
    await using account = await newAccount(vietnamese);
    await account.signIn();
    await work(account);
  });
}

inVietnamese("help, of the program and of each command, has nothing left in English", async ({ run }) => {
  const { code, stdout } = await run("--help");
  assertEquals(code, 0);
  assertMatch(stdout, /^Cách dùng: claudeminder \[tùy chọn\] \[lệnh\]\n/);
  assertMatch(stdout, /\n {2}status \[tùy chọn\] +in những gì khay đang hiện\n/);
  assertMatch(stdout, /\n {2}-h, --help +in trợ giúp\n/);
  const others = [["run"], ["completions"], ["sidecar"], ["sidecar", "logs"]];
  const helps = await Promise.all(others.map(async (args) => (await run(...args, "--help")).stdout));
  const pages = stdout + helps.join("");
  assertMatch(pages, /mặc định: "auto"\)\n/);
  const { about, choices: _, fallback: __, ...titles } = commandsEn.help;
  const english = [
    about.slice(0, 20),
    "choices",
    "default",
    ...Object.values(titles),
    ...Object.values(commandsEn.commands),
    ...Object.values(commandsEn.options),
    ...Object.values(commandsEn.sidecar.commands),
    ...Object.values(commandsEn.sidecar.options),
  ];
  for (const words of english) assert(!pages.includes(words), words);
});

inVietnamese("wrong usage is told on stderr with exit 2", async ({ run }) => {
  const rows: readonly (readonly [readonly string[], string])[] = [
    [["snooze"], "lỗi: thiếu đối số 'minutes'\n"],
    [["--frobnicate"], "lỗi: không có tùy chọn '--frobnicate'\n"],
    [["status", "--jsn"], "lỗi: không có tùy chọn '--jsn'\n(Có phải bạn muốn --json?)\n"],
    [
      ["run", "--tray", "big"],
      "lỗi: giá trị 'big' của tùy chọn '--tray <driver>' không hợp lệ. Được phép: auto, sni, systray2, none.\n",
    ],
    [["completions", "x"], "lỗi: giá trị 'x' của đối số 'shell' không hợp lệ. Được phép: bash, zsh, fish.\n"],
    [["quit", "a", "b"], "lỗi: 'quit' có quá nhiều đối số. Cần 0 nhưng nhận được 2: a, b.\n"],
    [["snooze", "1", "2"], "lỗi: 'snooze' có quá nhiều đối số. Cần 1 nhưng nhận được 2: 1, 2.\n"],
    [["status", "--json", "--waybar"], "lỗi: không dùng được tùy chọn '--waybar' cùng với '--json'\n"],
    [["sidecar", "start"], "lỗi: thiếu đối số 'name'\n"],
    [
      ["sidecar", "logs", "a", "--lines", "0"],
      'sidecar logs: --lines phải là số nguyên từ 1 đến 200, nhận được "0"\n',
    ],
    [["run", "--tray"], "lỗi: tùy chọn '--tray <driver>' thiếu giá trị\n"],
    [["call", "a", "{"], 'call: PARAMS_JSON không phải JSON hợp lệ: "{"\n'],
  ];
  for (const [args, stderr] of rows) assertEquals(await run(...args), { code: 2, stdout: "", stderr });
});

inVietnamese(
  "status, and JSON whose sentences are for people while its keys are not",
  async ({ run, endpoint }) => {
    const { stdout } = await run("status");
    assertMatch(
      stdout,
      /^claudeminder: 15\.0% \| Fable 81% \| Đặt lại: 2h 5p\n {2}Phiên: 15% · đặt lại sau 2 giờ 5 phút /,
    );
    assertMatch(stdout, /\n {2}cập nhật \d+ giây trước từ máy chủ\n$/);
    const { usage } = json(await run("status", "--json")) as {
      usage: { binding: string; limits: { name: string }[] };
    };
    assertEquals([usage.binding, usage.limits[0]?.name], ["week:fable", "Phiên"]);
    const refused = await run("snooze", "abc");
    assertEquals([refused.code, json(refused)], [2, {
      error: 'snooze: MINUTES phải lớn hơn 0 và không quá 10080, hoặc là reset, nhận được "abc"',
    }]);
    assertEquals(json(await run("check_reminders", "80")), {
      triggered: [{ type: "percentage", message: "Mức dùng đã đạt 75%" }],
    });
    const change = await run("set_config", '{"usage": {"poll_minutes": 0}, "icon": {"pulse": 5}}');
    assertEquals(json(change), {
      success: false,
      error:
        "usage.poll_minutes phải từ 1 trở lên, nhận được 0; icon.pulse phải là true hoặc false, nhận được 5",
    });
    assertEquals(json(await run("format_disk")), { error: "Unknown action: format_disk" });
    endpoint.answer = () => new Response("<html>", { headers: { "content-type": "text/html" } });
    assertEquals(json(await run("refresh_usage")), {
      error: "không hiểu câu trả lời: nó là một trang web (trang đăng nhập của mạng này?)",
    });
    endpoint.answer = () => new Response(null, { status: 401 });
    assertEquals(json(await run("refresh_usage")), { error: "OAuth token expired", token_expired: true });
  },
);

inVietnamese("doctor, with names for programs in its JSON", async (account) => {
  const { code, stdout } = await account.run("doctor");
  const marked = stdout.split("\n").slice(1, -1).filter((line) => !line.startsWith(" "));
  assertEquals([code, marked.filter((line) => !/^(tốt {2}|lưu ý|LỖI {2}) {2}\S/.test(line))], [1, []]);
  assertMatch(stdout, /\ntốt {4}đăng nhập: qua .*; còn hạn 1 giờ 59 phút; có quyền user:profile\n/);
  assertMatch(
    stdout,
    /\nLỖI {4}khay: Không có bus phiên D-Bus.*\n {7}-> Hãy chạy chương trình trong một phiên /,
  );
  assertMatch(stdout, /\ntốt {4}đang chạy: không\n/);
  const { checks } = json(await account.run("doctor", "--json")) as {
    checks: Record<string, string | null>[];
  };
  assertEquals(
    checks.map(({ name }) => name).join(),
    "settings,sign-in,sign-in-places,proxy,endpoint,certificate,clock,requests,newest,tray,notifications," +
      "autostart,running,loopback,status-line,opencode,files,state,history",
  );
  assertEquals(checks.find(({ name }) => name === "running"), {
    name: "running",
    result: "ok",
    detail: "không",
    remedy: null,
  });
});

inVietnamese("settings and state that cannot be used are told with file, key and value", async (account) => {
  await account.writeSettings("[usage]\npoll_minutes = 0\n");
  const why =
    `Không đọc được tệp cài đặt "${account.configFile}": usage.poll_minutes phải từ 1 trở lên, nhận được 0\n`;
  const printed = `${JSON.stringify({ error: why.trim() })}\n`;
  for (const [command, stdout] of [[["get_config"], printed], [["run", "--headless"], ""]] as const) {
    assertEquals(await account.run(...command), { code: 1, stdout, stderr: why });
  }
  await account.writeSettings("");
  await Deno.mkdir(dirname(account.stateFile), { recursive: true });
  await Deno.writeTextFile(account.stateFile, "nonsense");
  assertMatch(
    (await account.run("get_usage")).stderr,
    /không đọc hiểu được và đã được cất thành .*\.bad-\d+\n/,
  );
});

Deno.test("the settings' language is above the environment's, from whatever file they are", async () => {
  await using account = await newAccount(vietnamese);
  await account.writeSettings('language = "en"\n');
  assertMatch((await account.run("--help")).stdout, /^Usage: /);
  assertMatch((await account.run("snooze")).stderr, /^error: missing/);
  account.env.LANG = "en_US.UTF-8";
  const other = `${account.folder}/other.toml`;
  await Deno.writeTextFile(other, 'language = "vi"\n');
  assertMatch((await account.run("--config", other, "--help")).stdout, /^Cách dùng: /);
  assertMatch((await account.run(`--config=${other}`, "quit")).stderr, /^claudeminder không chạy\n$/);
  account.env.CLAUDEMINDER_CONFIG = other;
  assertMatch((await account.run("snooze")).stderr, /^lỗi: thiếu/);
  account.env.CLAUDEMINDER_CONFIG = `${account.folder}/none.toml`;
  account.env.LANGUAGE = "vi:en";
  assertMatch((await account.run("snooze")).stderr, /^lỗi: thiếu/);
  account.env.LC_ALL = "C";
  assertMatch((await account.run("snooze")).stderr, /^error: missing/);
});

Deno.test("a change of the language shows at once in the running program, in its menu, events and answers", async () => {
  await using account = await newAccount({ LANG: "en_US.UTF-8" });
  const program = account.start("run", "--headless");
  const menu = async () => {
    const { menu } = json(await account.run("call", "tray.get")) as {
      menu: { id: string; label?: string }[];
    };
    return menu.find(({ id }) => id === "quit")?.label;
  };
  while ((await account.run("call", "system.ping")).code !== 0) await pause();
  assertEquals(await menu(), "Quit");
  // Through the running one: its next answer is in the new language.
  assertEquals(json(await account.run("call", "config.set", '{"language": "vi"}')).success, true);
  assertEquals(await menu(), "Thoát");
  const { usage } = json(await account.run("call", "status.get")) as {
    usage: { failure: { message: string } };
  };
  assertEquals(usage.failure.message, "chưa đăng nhập");
  assertEquals(
    (await account.run("run", "--headless")).stderr,
    `claudeminder đang chạy rồi, tiến trình ${program.pid}\n`,
  );
  // Through the file, which it watches.
  const events = account.start("events");
  let heard = "";
  const reading = (async () => {
    for await (const part of events.stdout.pipeThrough(new TextDecoderStream())) heard += part;
  })();
  while (!heard.includes('"type":"snapshot"')) await pause();
  assertEquals(json(await account.run("set_config", '{"language": "en"}')).success, true);
  while (!/"type":"tray-update".*"Quit"/.test(heard)) await pause();
  assertEquals(await menu(), "Quit");
  assertEquals((await account.run("quit")).code, 0);
  await program.status;
  await reading;
  await events.stderr.cancel();
});

/** A moment after which to look again. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 50));
}
