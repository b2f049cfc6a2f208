/** Claude's provider on a machine in memory: files, environment, keychain and endpoint as a test says. */
import type { Command, RunResult } from "../../../src/host/host.ts";
import type { NetAnswer } from "../../../src/net/send_request.ts";
import { linuxPlatform } from "../../../src/platform/linux.ts";
import { macosPlatform } from "../../../src/platform/macos.ts";
import { claudeProvider } from "../../../src/providers/claude/claude_provider.ts";
import type { Provider } from "../../../src/providers/provider.ts";
import { fakeHost } from "../../support/fake_host.ts";

export const now = Date.UTC(2026, 6, 19, 1);
export const hour = 3_600_000;
export const claudeFile = "/home/p/.claude/.credentials.json";
export const openCodeFile = "/home/p/.local/share/opencode/auth.json";
export const settingsFile = "/home/p/.claude.json";

export interface Setup {
  readonly files?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly answer?: NetAnswer;
  readonly keychain?: (command: Command) => RunResult;
}

export async function provider({ files = {}, env = {}, answer, keychain }: Setup): Promise<Provider> {
  const { host } = fakeHost(now, { HOME: "/home/p", USER: "p", ...env });
  for (const [path, content] of Object.entries(files)) {
    await host.files.write(path, typeof content === "string" ? content : JSON.stringify(content));
  }
  const getEnv = (name: string) => host.env(name);
  const platform = keychain === undefined ? linuxPlatform(getEnv, "x86_64") : macosPlatform(getEnv);
  const run = (command: Command) => Promise.resolve((keychain ?? (() => fail(command)))(command));
  const request = () => Promise.resolve(answer ?? { kind: "too-large" as const });
  const net = { request, probe: () => Promise.resolve(null) };
  return claudeProvider({
    host: { ...host, run },
    platform,
    net: () => net,
    userAgent: "claudeminder/0",
    url: "https://x/",
  });
}

function fail(command: Command): never {
  throw new Error(`unexpected command ${command.program}`);
}

export function login(accessToken: string, expiresAt = now + hour, more = {}): unknown {
  return { claudeAiOauth: { accessToken, refreshToken: "r", expiresAt, scopes: ["user:profile"], ...more } };
}

export const openCode = (access: string, expires = now + hour) => ({
  anthropic: { type: "oauth", access, refresh: "r", expires },
});
