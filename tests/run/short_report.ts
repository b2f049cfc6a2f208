/** What `deno test` prints, made short: a dot for each test that passed, and all else as it is. */

/** Tests, or steps that count as one. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** Takes the output of `deno test` as it comes. */
export interface ShortReport {
  add(text: string): void;
  /** Shows what is left of the output, and the names of the tests that did not run here. */
  end(): void;
}

const ROW = 100;

/**
 * `show` gets what is to be printed. Deno's own dots are not used: where no terminal is there they stand one a line, and what a
 * failed test has printed is not among them.
 */
export function shortReport(show: (text: string) => void): ShortReport {
  let rest = "";
  let marks = 0;
  const ignored: string[] = [];

  function mark(character: string): void {
    show(character);
    marks++;
    if (marks % ROW === 0) show("\n");
  }

  function endRow(): void {
    if (marks % ROW !== 0) show("\n");
    marks = 0;
  }

  function line(text: string): void {
    const result = /^(.*) \.\.\. (ok|ignored)(?: \(\S+\))?$/.exec(text);
    if (result !== null) {
      if (result[2] === "ignored") ignored.push(result[1] ?? "");
      return mark(result[2] === "ok" ? "." : ",");
    }
    // Empty lines between dots say nothing.
    if (text === "" && marks > 0) return;
    endRow();
    show(`${text}\n`);
  }

  return {
    add(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(line);
    },
    end() {
      // A test that was ended while it ran: Deno has printed its name and no result.
      if (rest !== "") line(rest);
      rest = "";
      endRow();
      for (const name of ignored) show(`not run here: ${name}\n`);
    },
  };
}

/**
 * The tests in a run of `deno test`, from its summary (`ok | 3 passed (2 steps) | 0 failed | 1 ignored (12ms)`). A run that
 * failed without a failed test, by a module that does not load or a time limit, counts as one failed.
 */
export function countOf(ran: { readonly code: number; readonly output: string }): Count {
  const summaries = [...ran.output.matchAll(/^(?:ok|FAILED) \| (\d+) passed.*? \| (\d+) failed/gm)];
  const last = summaries.at(-1);
  const passed = Number(last?.[1] ?? 0);
  const failed = Number(last?.[2] ?? 0);
  return { passed, failed: failed === 0 && ran.code !== 0 ? 1 : failed };
}

/** The sum of several. */
export function total(counts: readonly Count[]): Count {
  return {
    passed: counts.reduce((sum, count) => sum + count.passed, 0),
    failed: counts.reduce((sum, count) => sum + count.failed, 0),
  };
}
