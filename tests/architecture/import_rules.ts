/** Rules of who may import whom: each a function from modules to what breaks it, in words that say why the rule is there. */
import type { Import, Module } from "./modules.ts";
import type { Room } from "./room.ts";
import { isIn, roomOf } from "./rooms.ts";

/** What breaks it, one sentence each; empty when the rule holds. */
export type Rule = (modules: readonly Module[]) => readonly string[];

/** Who may import whom. */
export const importsFollowTheTable: Rule = (modules) =>
  modules.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    if (room === undefined) return [`${path}: no room of the house holds this file`];
    return imports.filter((found) => !mayImport(room, found))
      .map(({ target }) =>
        target === null
          ? `${path}: an import that is computed hides what is imported`
          : `${path} may not import ${target}: ${room.because}`
      );
  });

function mayImport(room: Room, { target, typeOnly }: Import): boolean {
  if (target === null) return false;
  const isOurs = target.startsWith("src/") || target.startsWith("../") || /\.(?:ts|js|json)$/.test(target);
  if (!isOurs) return room.packages === null || room.packages.includes(target);
  if (typeOnly && isIn(target, room.mayImportTypes)) return true;
  if (isIn(target, room.not) && !isIn(target, room.butFor)) return false;
  return isIn(target, room.mayImport);
}

/** No module is, over others, imported by itself. */
export const importsHaveNoCycle: Rule = (modules) =>
  cyclesIn(new Map(modules.map(({ path, imports }) => [path, targetsOf(imports)])));

/**
 * No room is, over others, imported by itself: what stands in one can be understood with those below it. Types do not count: a type
 * of the state may be named by whoever reads the state.
 */
export const roomsHaveNoCycle: Rule = (modules) => {
  const arrows = new Map<string, Set<string>>();
  for (const { path, imports } of modules) {
    const from = placeOf(path);
    const to = arrows.get(from) ?? new Set();
    arrows.set(from, to);
    for (const target of targetsOf(imports.filter(({ typeOnly }) => !typeOnly))) {
      if (placeOf(target) !== from) to.add(placeOf(target));
    }
  }
  return cyclesIn(arrows);
};

/** The room of src/ or of core/ that a file is in; a file that stands in none is a place of its own. */
function placeOf(path: string): string {
  return /^src\/core\/[^/]+\/|^src\/(?!core\/)[^/]+\//.exec(path)?.[0] ?? path;
}

function targetsOf(imports: readonly Import[]): readonly string[] {
  return imports.flatMap(({ target }) => target === null ? [] : [target]);
}

/** Each way that leads back to where it began. */
function cyclesIn(arrows: ReadonlyMap<string, Iterable<string>>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (place: string, way: readonly string[]): void => {
    const before = way.indexOf(place);
    if (before >= 0) {
      cycles.push(
        `${[...way.slice(before), place].join(" -> ")}: neither can be understood without the other`,
      );
      return;
    }
    if (done.has(place)) return;
    for (const target of arrows.get(place) ?? []) visit(target, [...way, place]);
    done.add(place);
  };
  for (const place of arrows.keys()) visit(place, []);
  return cycles;
}
