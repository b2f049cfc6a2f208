/**
 * A machine as a person has it before they hear of this program: a fresh Debian of this machine's release with an XFCE desktop and
 * one account, in a folder. No Deno, no Node.js, nothing of this project. Nothing of it outlives the test: what runs in it does so
 * in namespaces of its own, which take their processes and mounts with them.
 */
import { dirname, join } from "node:path";
import { type Login, logIn, PERSON } from "./clean_login.ts";

export interface Machine extends AsyncDisposable {
  /** Its root folder, as this machine sees it; the person's home is below. */
  readonly root: string;
  readonly home: string;
  /** Runs a program as its root to the end; what it prints, or a rejection with what it complains about. */
  asRoot(...args: readonly string[]): Promise<string>;
  /** Installs packages as `apt-get install` does; only those that are asked for and what they depend on. */
  install(...packages: readonly string[]): Promise<void>;
  /** The person logs in; `env` is what their session has besides. */
  logIn(env: Readonly<Record<string, string>>): Promise<Login>;
  /** Gives the person a file, at once as a whole, in a folder of their home. */
  give(path: string, content: string | Uint8Array<ArrayBuffer>): Promise<void>;
  /** The paths of all files and folders that programs have put there; not what apt, dpkg and the desktop write down, and no sockets. */
  files(): Promise<ReadonlySet<string>>;
}

/** The desktop, and what every Debian with one has besides. */
const DESKTOP = [
  ...["xvfb", "dbus-user-session", "xfce4-panel", "xfce4-session", "xfwm4", "dex"],
  ...["adwaita-icon-theme", "fonts-dejavu-core", "ca-certificates", "xz-utils"],
];

/** What a machine is made of. */
export interface Make {
  /** The name of the Debian release; default: this machine's, whose mirror has it in any case. */
  readonly suite?: string;
  /** Default: an XFCE desktop. */
  readonly packages?: readonly string[];
}

/** Why there can be no such machine here; null = there can. */
export async function whyNoMachine({ suite }: Pick<Make, "suite"> = {}): Promise<string | null> {
  if (Deno.build.os !== "linux") return "not Linux";
  if (Deno.build.arch !== "x86_64") return "not x86-64";
  if (Deno.uid() !== 0) return "not root";
  if (!(await run("test", ["-x", "/usr/sbin/debootstrap"])).success) return "no debootstrap";
  if ((await release()).ID !== "debian") return "not Debian";
  if (!(await run("unshare", [...NAMESPACES, "true"])).success) return "no namespaces";
  const sources = await debianSources().catch(() => null);
  if (sources === null) return "no apt source of this release";
  if (suite !== undefined && !await has(suite, sources[0]?.uri ?? "")) return `no ${suite} on its mirror`;
  return await devicesWork() ? null : `no devices in ${Deno.env.get("TMPDIR") ?? "/tmp"}`;
}

/** Whether a mirror has a release that debootstrap here knows how to set up. */
async function has(suite: string, uri: string): Promise<boolean> {
  if (!(await run("test", ["-e", `/usr/share/debootstrap/scripts/${suite}`])).success) return false;
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-mirror-" });
  try {
    // Apt reads it as another user.
    await Deno.chmod(folder, 0o777);
    const got = await run("/usr/lib/apt/apt-helper", [
      ...["download-file", `${uri.replace(/\/+$/, "")}/dists/${suite}/InRelease`, join(folder, "InRelease")],
    ]);
    return got.success;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Some mount the folder for temporary files without; a Debian needs its /dev/null. */
async function devicesWork(): Promise<boolean> {
  const folder = await Deno.makeTempDir({ prefix: "claudeminder-device-" });
  try {
    const made = await run("mknod", [join(folder, "null"), "c", "1", "3"]);
    if (made.success) await Deno.writeTextFile(join(folder, "null"), "x");
    return made.success;
  } catch {
    return false;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const NAMESPACES = ["--mount", "--pid", "--fork", "--kill-child"];

/** Rejects with the reason where the machine cannot be made. */
export async function makeMachine({ suite, packages = DESKTOP }: Make = {}): Promise<Machine> {
  const root = await Deno.makeTempDir({ prefix: "claudeminder-machine-" });
  // It is the root folder of its person, too.
  await Deno.chmod(root, 0o755);
  const env = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C.UTF-8", DEBIAN_FRONTEND: "noninteractive" };
  const proxies = await aptProxies();
  async function asRoot(...args: readonly string[]): Promise<string> {
    const script = 'mount -t proc proc "$0/proc" && chroot "$0" "$@"';
    const inside = [...NAMESPACES, "sh", "-c", script, root, ...args];
    return await printed("unshare", inside, { ...env, ...proxies });
  }
  const machine: Machine = {
    root,
    home: join(root, PERSON.home),
    asRoot,
    async install(...packages) {
      await asRoot("apt-get", "-q", "install", "-y", "--no-install-recommends", ...packages);
    },
    logIn: (env) => logIn(root, env),
    async give(path, content) {
      const file = join(root, PERSON.home, path);
      await Deno.mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      await Deno.writeFile(`${file}.new`, bytes, { mode: 0o600 });
      for (const each of [dirname(file), `${file}.new`]) await Deno.chown(each, PERSON.id, PERSON.id);
      await Deno.rename(`${file}.new`, file);
    },
    async files() {
      const listed = await asRoot("find", "/", "-xdev", "(", ...NOT_LISTED, ")", "-prune", "-o", "-print");
      return new Set(listed.split("\n").filter((path) => path !== ""));
    },
    async [Symbol.asyncDispose]() {
      await Deno.remove(root, { recursive: true });
    },
  };
  try {
    const own = await debianSources();
    const sources = suite === undefined ? own : [{ uri: own[0]?.uri ?? "", suite }];
    // It mounts folders into its own, so it is in namespaces too.
    const bootstrap = [
      "debootstrap",
      "--variant=minbase",
      suite ?? await codename(),
      root,
      sources[0]?.uri ?? "",
    ];
    await printed("unshare", [...NAMESPACES, "--mount-proc", ...bootstrap], { ...env, ...proxies });
    await configureApt(root, sources);
    await asRoot("apt-get", "-q", "update");
    await machine.install(...packages);
    await asRoot("useradd", "--create-home", "--shell=/bin/bash", `--uid=${PERSON.id}`, PERSON.name);
    // As a login service makes it.
    await asRoot("install", "-d", "-m", "700", "-o", PERSON.name, "-g", PERSON.name, PERSON.runtime);
    // So that the test, which is root, can be a client of the person's bus and look at the panel as a panel does.
    await Deno.mkdir(join(root, "etc/dbus-1/session.d"), { recursive: true });
    await Deno.writeTextFile(join(root, "etc/dbus-1/session.d/test.conf"), LETS_ROOT_IN);
    return machine;
  } catch (error) {
    await machine[Symbol.asyncDispose]();
    throw error;
  }
}

const LETS_ROOT_IN = '<busconfig><policy context="default"><allow user="root"/></policy></busconfig>\n';

/** For `find`: what comes and goes with each command and each login. */
const NOT_LISTED = [
  ...["/proc", "/var/cache/apt", "/var/cache/debconf", "/var/lib/apt", "/var/lib/dpkg", "/var/log"],
  // The desktop writes there whenever it likes.
  ...["/tmp/.X11-unix", "/tmp/.ICE-unix", `${PERSON.home}/.config/xfce4`, `${PERSON.home}/.cache/sessions`],
].flatMap((path) => ["-path", path, "-o"]).concat("-type", "s");

interface Source {
  readonly uri: string;
  readonly suite: string;
}

async function release(): Promise<Readonly<Record<string, string>>> {
  const text = await Deno.readTextFile("/etc/os-release").catch(() => "");
  return Object.fromEntries([...text.matchAll(/^(\w+)="?(.*?)"?$/gm)].map(([, key, value]) => [key, value]));
}

async function codename(): Promise<string> {
  return (await release()).VERSION_CODENAME ?? "";
}

/** Where this machine has its release from, the release itself first. Rejects where it has it from nowhere. */
async function debianSources(): Promise<readonly Source[]> {
  const name = await codename();
  const format = ["--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages"];
  const lines = (await printed("apt-get", ["indextargets", ...format])).trim().split("\n");
  const rows = [...new Set(lines)].map((line) => line.split(" "));
  const suites = [name, `${name}-updates`, `${name}-security`];
  const found = suites.flatMap((suite) =>
    rows.filter(([, of, component]) => of === suite && component === "main")
      .map(([uri = ""]) => ({ uri, suite }))
  );
  if (found[0]?.suite !== name) throw new Error(`apt has no source of ${name} on this machine`);
  return found;
}

/** As this machine has it: its sources for Debian, whom it trusts, how it gets there. */
async function configureApt(root: string, sources: readonly Source[]): Promise<void> {
  const apt = join(root, "etc/apt");
  const lines = sources.map(({ uri, suite }) => `deb ${uri} ${suite} main\n`);
  await Deno.writeTextFile(join(apt, "sources.list"), lines.join(""));
  await Deno.writeTextFile(join(apt, "apt.conf.d/99test"), await printed("apt-config", ["dump", "Acquire"]));
  // Whether it is on the disk is of no interest here, and waiting for that takes half of the time.
  await Deno.writeTextFile(join(root, "etc/dpkg/dpkg.cfg.d/test"), "force-unsafe-io\n");
  const kept = [
    "/etc/apt/trusted.gpg",
    "/etc/apt/trusted.gpg.d",
    "/etc/apt/auth.conf",
    "/etc/apt/auth.conf.d",
  ];
  const reach = ["/etc/hosts", "/etc/resolv.conf"];
  const secure = sources.some(({ uri }) => uri.startsWith("https:"))
    ? ["/etc/ssl/certs/ca-certificates.crt"]
    : [];
  for (const path of [...kept, ...reach, ...secure]) {
    if (!(await run("test", ["-e", path])).success) continue;
    await printed("cp", ["--dereference", "--recursive", "--parents", path, root]);
  }
}

/** The proxy that apt takes, for programs that read it from the environment. */
async function aptProxies(): Promise<Readonly<Record<string, string>>> {
  const names = ["http_proxy", "https_proxy", "no_proxy"];
  const given = names.flatMap((name) => {
    const value = Deno.env.get(name) ?? Deno.env.get(name.toUpperCase());
    return value === undefined ? [] : [[name, value]];
  });
  const shell = await run("apt-config", ["shell", "proxy", "Acquire::http::Proxy"]);
  const proxy = /^proxy='(.+)'$/m.exec(decode(shell.stdout))?.[1];
  return { ...(proxy === undefined ? {} : { http_proxy: proxy }), ...Object.fromEntries(given) };
}

function run(program: string, args: readonly string[], env?: Readonly<Record<string, string>>) {
  const options = env === undefined ? {} : { env: { ...env }, clearEnv: true };
  return new Deno.Command(program, { args: [...args], stdin: "null", ...options }).output();
}

/** What a program prints; rejects with the end of what it complains about. */
async function printed(
  program: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<string> {
  const { success, stdout, stderr } = await run(program, args, env);
  if (success) return decode(stdout);
  throw new Error(`${program} ${args.join(" ")}: ${(decode(stdout) + decode(stderr)).slice(-2000)}`);
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
