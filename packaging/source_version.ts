/** What a build says of the tree that it was made from: its version, its commit and that commit's time. */
import { join } from "node:path";
import project from "../deno.json" with { type: "json" };

/** The project's folder. */
export const ROOT = join(import.meta.dirname ?? ".", "..");

export const VERSION: string = project.version;

/** The commit as git has it, or "unknown commit" in a copy without git. */
export async function headCommit(): Promise<string> {
  return await git(["rev-parse", "--short=12", "HEAD"]) ?? "unknown commit";
}

/**
 * The time that all files of a build carry, in epoch ms, so that two builds of a commit are the same: SOURCE_DATE_EPOCH (seconds;
 * reproducible-builds.org/specs/source-date-epoch), else the commit's, else 1 January 2020, which every archive can say.
 */
export async function sourceTimeMs(
  env: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Promise<number> {
  const given = env("SOURCE_DATE_EPOCH") ?? "";
  const text = /^\d+$/.test(given) ? given : await git(["log", "-1", "--format=%ct"]) ?? "1577836800";
  return Number(text) * 1000;
}

async function git(args: readonly string[]): Promise<string | null> {
  const command = new Deno.Command("git", { args: [...args], cwd: ROOT, stdin: "null", stderr: "null" });
  const answer = await command.output().catch(() => null);
  return answer?.success ? new TextDecoder().decode(answer.stdout).trim() : null;
}
