/**
 * Sentences that were written in English where they arose, far from any view, in another language: each English sentence is
 * its own key, as with gettext. What is not known stays as it is, so that nothing a person should know gets lost.
 */

/** An English sentence and its translation; `{1}`, `{2}`, ... stand for what varies and may change places. */
export type Phrase = readonly [english: string, translation: string];

/** A function that translates whole sentences, what stands in their places, and several sentences in a row. */
export function translator(phrases: readonly Phrase[]): (text: string) => string {
  let known: readonly (readonly [RegExp, Phrase])[] | null = null;

  function translate(text: string): string {
    const found = whole(text);
    if (found !== null) return found;
    const sentences = text.split(/(?<=\S)\. (?=\S)/);
    return sentences.length === 1
      ? text
      : sentences.map((sentence) => whole(sentence) ?? sentence).join(". ");
  }

  function whole(text: string): string | null {
    known ??= phrases.map((phrase) => [patternOf(phrase[0]), phrase]);
    for (const [pattern, [english, translation]] of known) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const places = placesIn(english);
      const isInside = text.charAt(0) !== english.charAt(0) && !english.startsWith("{");
      return (isInside ? lowerFirst(translation) : translation)
        .replace(/\{\d\}/g, (place) => translate(match[places.indexOf(place) + 1] ?? ""));
    }
    return null;
  }

  return translate;
}

/** What varies in a sentence, in its order: `{1}`, `{2}`, ... */
export function placesIn(sentence: string): readonly string[] {
  return sentence.match(/\{\d\}/g) ?? [];
}

/** A sentence can stand inside another one: its first letter is then a small one. */
function patternOf(english: string): RegExp {
  const [head = "", ...rest] = english.split(/\{\d\}/).map(escaped);
  const first = /^[A-Z]/.test(head)
    ? `[${head.charAt(0)}${head.charAt(0).toLowerCase()}]${head.slice(1)}`
    : head;
  return new RegExp(`^${[first, ...rest].join("(.+?)")}$`, "s");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
