/** The person's part of a registry in memory; as in Windows, case makes no difference to names. */
import type { Registry } from "../../../src/host/host.ts";

export interface FakeRegistry extends Registry {
  /** What stands there, as `key\name = value`, in the order in which it was first written. */
  all(): readonly string[];
  /** From now on every change is refused with these words. */
  refuse(why: string): void;
  set(key: string, name: string, value: string | number): void;
}

export function fakeRegistry(): FakeRegistry {
  const values = new Map<string, { readonly key: string; readonly name: string; value: string | number }>();
  let refusal: string | null = null;
  const idOf = (key: string, name: string) => `${key}\0${name}`.toLowerCase();
  const isBelow = (key: string, top: string) => `${key}\\`.toLowerCase().startsWith(`${top}\\`.toLowerCase());
  const change = () => {
    if (refusal !== null) throw new Error(refusal);
  };
  const set = (key: string, name: string, value: string | number) =>
    void values.set(idOf(key, name), { key, name, value });
  return {
    all: () => [...values.values()].map(({ key, name, value }) => `${key}\\${name} = ${value}`),
    refuse: (why) => refusal = why,
    set,
    read: (key, name) => values.get(idOf(key, name))?.value ?? null,
    hasKey: (top) => [...values.values()].some(({ key }) => isBelow(key, top)),
    write(key, name, text) {
      change();
      set(key, name, text);
    },
    removeValue(key, name) {
      change();
      return values.delete(idOf(key, name));
    },
    removeKey(top) {
      change();
      const below = [...values].filter(([, { key }]) => isBelow(key, top));
      for (const [id] of below) values.delete(id);
      return below.length > 0;
    },
  };
}
