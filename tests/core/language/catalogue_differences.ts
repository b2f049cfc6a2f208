/**
 * Holds two catalogues of sentences against each other: the same keys, the same things put into each sentence, and no sentence
 * that was left in the other language.
 */

/** Texts that are found again in a sentence. */
export const marks = ["⟦a⟧", "⟦b⟧", "⟦c⟧", "⟦d⟧", "⟦e⟧"] as const;

/** The arguments to call a catalogue's function with, several times over where it has several sentences; text is marked ⟦a⟧. */
export type Samples = Readonly<Record<string, readonly (readonly unknown[])[]>>;

export interface Comparison {
  readonly samples: Samples;
  /** Sentences that may be equal, each with its reason. */
  readonly mayBeEqual: Readonly<Record<string, string>>;
  /** Keys whose figures may differ, each with its reason. */
  readonly mayVary: Readonly<Record<string, string>>;
}

/** What is wrong with `other`, one line each; keys as dotted paths. */
export function differences(one: object, other: object, comparison: Comparison): readonly string[] {
  const here = leavesOf(one), there = leavesOf(other);
  const missing = [...here.keys()].filter((key) => !there.has(key)).map((key) => `${key}: missing`);
  const surplus = [...there.keys()].filter((key) => !here.has(key)).map((key) => `${key}: not in the other`);
  const wrong = [...here].flatMap(([key, leaf]) =>
    there.has(key) ? differencesAt(key, leaf, there.get(key), comparison) : []
  );
  return [...missing, ...surplus, ...wrong];
}

/** What to call a sentence with: its samples, or, where it has none, a marked text for each of the things put into it. */
export function samplesOf(key: string, things: number, { samples }: Comparison): Samples[string] {
  return samples[key] ?? [marks.slice(0, things)];
}

function differencesAt(key: string, one: unknown, other: unknown, comparison: Comparison): readonly string[] {
  if (typeof one !== "function" || typeof other !== "function") {
    return typeof one === typeof other
      ? compared(key, String(one), String(other), [], comparison)
      : [`${key}: a ${typeof one} here, a ${typeof other} there`];
  }
  return samplesOf(key, one.length, comparison).flatMap((args) => {
    const [here, there]: unknown[] = [one(...args), other(...args)];
    if (typeof here !== "string" || typeof there !== "string") {
      return here === there ? [] : [`${key}: ${here} here, ${there} there`];
    }
    return compared(key, here, there, args, comparison);
  });
}

function compared(
  key: string,
  here: string,
  there: string,
  args: readonly unknown[],
  { mayBeEqual, mayVary }: Comparison,
): readonly string[] {
  const found: string[] = [];
  if (there.trim() === "") found.push(`${key}: empty`);
  if (there !== there.normalize("NFC")) found.push(`${key}: its letters are not composed`);
  if (/undefined|NaN|\[object/.test(there)) found.push(`${key}: ${there}`);
  if (here === there && !(there in mayBeEqual)) found.push(`${key}: "${there}" is not translated`);
  for (const mark of JSON.stringify(args).match(/⟦.⟧/g) ?? []) {
    if (here.includes(mark) !== there.includes(mark)) found.push(`${key}: ${mark} is in one of the two only`);
  }
  if (!(key in mayVary) && fixedIn(here).join() !== fixedIn(there).join()) {
    found.push(`${key}: "${here}" and "${there}" hold different figures or names`);
  }
  return found;
}

/** What is the same in each language: figures, `commands`, --options, setting.keys, "quoted" text. */
function fixedIn(text: string): readonly string[] {
  return (text.match(/\d+|`[^`]*`|--[a-z]+|\b[a-z_]+\.[a-z_]+\b|"[^"]*"/g) ?? []).sort();
}

/** Every sentence and function, by its dotted path. */
function leavesOf(catalogue: object, path = ""): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]): readonly (readonly [string, unknown])[] =>
      typeof value === "object" && value !== null
        ? [...leavesOf(value, `${path}${key}.`)]
        : [[`${path}${key}`, value]]
    ),
  );
}
