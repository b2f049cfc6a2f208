/** How many made-up cases a test goes through. */

const isFew = Deno.env.get("CLAUDEMINDER_TEST_CASES") === "few";

/** All of them, but in `deno task check:fast`, which is to be quick, one of twenty. */
export function cases(all: number): number {
  return isFew ? Math.ceil(all / 20) : all;
}
