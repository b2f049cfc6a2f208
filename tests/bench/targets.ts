/** How long the programs for the processors that this machine has, or can emulate, take to say their version. */
import { compiled, isToBeHad } from "../e2e/compiled.ts";
import { targetOf, type Triple } from "../../packaging/targets.ts";
import { timeToEnd } from "./process.ts";
import { type Figure, median } from "./table.ts";

interface Runner {
  readonly triple: Triple;
  readonly name: string;
  /** What starts a program of that processor; [] = the machine itself. */
  readonly by: readonly string[];
  readonly runs: number;
  /** In ms beyond an empty program, which takes 30 on the machine itself; null = only told. */
  readonly limit: number | null;
}

const RUNNERS: readonly Runner[] = [
  { triple: "x86_64-unknown-linux-gnu", name: "x86-64", by: [], runs: 9, limit: 30 },
  {
    triple: "aarch64-unknown-linux-gnu",
    name: "arm64, emulated",
    by: ["/usr/bin/qemu-aarch64-static", "-L", "/usr/aarch64-linux-gnu"],
    runs: 5,
    limit: null,
  },
];

/** Beside an empty program for the same processor, started in the same way and in turn with it. `empty`: its source. */
export async function targetFigures(empty: string, folder: string): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const { triple, name, by, runs, limit } of RUNNERS) {
    if (!await isThere(by[0]) || !await isToBeHad(targetOf(triple))) continue;
    const real = await compiled({ target: triple, out: folder, name: `real-${triple}` });
    const floor = await compiled({ target: triple, entry: empty, out: folder, name: `empty-${triple}` });
    const time = async (program: string, args: readonly string[]) => {
      const [first = program, ...rest] = [...by, program, ...args];
      return (await timeToEnd(first, rest, {})).ms;
    };
    const times: { readonly real: number[]; readonly floor: number[] } = { real: [], floor: [] };
    for (let run = 0; run < runs; run++) {
      times.floor.push(await time(floor, []));
      times.real.push(await time(real, ["--version"]));
    }
    figures.push({
      name: `--version, ${name}`,
      unit: "ms",
      value: median(times.real),
      floor: median(times.floor),
      limit,
    });
  }
  return figures;
}

async function isThere(path: string | undefined): Promise<boolean> {
  return path === undefined || await Deno.stat(path).then(() => true, () => false);
}
