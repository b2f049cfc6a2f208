/** Programs that stay, as each system has them. */
import type { StayingPrograms } from "../staying_program.ts";
import { linuxProcessTable } from "./linux_process_table.ts";
import { macosProcessTable } from "./macos_process_table.ts";
import { unixPrograms } from "./unix_programs.ts";

/** `path`: the person's PATH. Nothing is opened or started before the first program. */
export function stayingPrograms(path: () => string | undefined): StayingPrograms {
  let made: StayingPrograms | null = null;
  const programs = () =>
    made ??= unixPrograms({
      table: Deno.build.os === "darwin" ? macosProcessTable() : linuxProcessTable(),
      run: crypto.randomUUID(),
      path: path(),
    });
  return {
    start: (command) => programs().start(command),
    leftover: (record) => programs().leftover(record),
  };
}
