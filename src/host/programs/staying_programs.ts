/** Programs that stay, as each system has them. */
import type { StayingPrograms } from "../staying_program.ts";
import { controlGroups } from "./control_groups.ts";
import { linuxProcessTable } from "./linux_process_table.ts";
import { macosProcessTable } from "./macos_process_table.ts";
import { windowsPrograms } from "../windows/windows_programs.ts";
import { unixPrograms } from "./unix_programs.ts";

/** `path`: the person's PATH. Nothing is opened or started before the first program. */
export function stayingPrograms(path: () => string | undefined): StayingPrograms {
  let made: StayingPrograms | null = null;
  const programs = () => made ??= programsOf(crypto.randomUUID(), path());
  return {
    start: (command) => programs().start(command),
    leftover: (record) => programs().leftover(record),
    isOfAnother: (record) => programs().isOfAnother(record),
  };
}

function programsOf(run: string, path: string | undefined): StayingPrograms {
  switch (Deno.build.os) {
    case "windows":
      return windowsPrograms(run);
    case "darwin":
      return unixPrograms({ table: macosProcessTable(), groups: null, run, path });
    case "linux":
    case "android":
    case "freebsd":
    case "netbsd":
    case "aix":
    case "solaris":
    case "illumos":
      return unixPrograms({ table: linuxProcessTable(), groups: controlGroups(run), run, path });
  }
}
