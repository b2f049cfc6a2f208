/**
 * The person's own part of Windows' registry, by system calls: to run a program for it would start a process each time, and show a
 * console window. Source: Microsoft Learn, "Registry Functions", "System Error Codes".
 */
import type { Registry } from "../host.ts";
import { errorInWords, narrow, wide } from "./system_call_text.ts";
import { HostError, type HostReason } from "../host_error.ts";

/** HKEY_CURRENT_USER, a signed number of 32 bits. */
const PERSON = 0xffff_ffff_8000_0001n;
const SUCCESS = 0, NOT_FOUND = 2, NO_PATH = 3, MORE_DATA = 234, OTHER_TYPE = 1630;
const REG_SZ = 1, REG_EXPAND_SZ = 2, REG_DWORD = 4;
/** For RegGetValueW: texts of both kinds, without replacements, and numbers of 32 bits. */
const TEXTS_AND_NUMBERS = 0x2 | 0x4 | 0x10 | 0x1000_0000;
const KEY_READ = 0x2_0019;
/** In UTF-16 units. */
const FIRST_ROOM = 1_024, MOST_ROOM = 32_768;

function open() {
  return Deno.dlopen("advapi32.dll", {
    RegGetValueW: {
      parameters: ["u64", "buffer", "buffer", "u32", "buffer", "buffer", "buffer"],
      result: "i32",
    },
    RegSetKeyValueW: { parameters: ["u64", "buffer", "buffer", "u32", "buffer", "u32"], result: "i32" },
    RegDeleteKeyValueW: { parameters: ["u64", "buffer", "buffer"], result: "i32" },
    RegDeleteTreeW: { parameters: ["u64", "buffer"], result: "i32" },
    RegOpenKeyExW: { parameters: ["u64", "buffer", "u32", "u32", "buffer"], result: "i32" },
    RegCloseKey: { parameters: ["u64"], result: "i32" },
  }).symbols;
}

let opened: ReturnType<typeof open> | null = null;
const calls = () => opened ??= open();

export const registry: Registry = {
  read(key, name) {
    const [keyUnits, nameUnits] = [wide(key), wide(name)];
    for (let room = FIRST_ROOM; room <= MOST_ROOM; room *= 2) {
      const [type, data, size] = [new Uint32Array(1), new Uint16Array(room), new Uint32Array([2 * room])];
      const { RegGetValueW } = calls();
      const status = RegGetValueW(PERSON, keyUnits, nameUnits, TEXTS_AND_NUMBERS, type, data, size);
      switch (status) {
        case SUCCESS:
          return valueIn(type[0] ?? 0, data);
        case NOT_FOUND:
        case NO_PATH:
        case OTHER_TYPE:
          return null;
        case MORE_DATA:
          break;
        default:
          throw failure("registry-unreadable", key, status);
      }
    }
    const bytes = 2 * MOST_ROOM;
    const why = { about: "file", kind: "too-large", bytes } as const;
    throw refused("registry-unreadable", key, `it is larger than ${bytes} bytes`, why);
  },
  hasKey(key) {
    const handle = new BigUint64Array(1);
    const status = calls().RegOpenKeyExW(PERSON, wide(key), 0, KEY_READ, handle);
    if (isMissing(status)) return false;
    if (status !== SUCCESS) throw failure("registry-unreadable", key, status);
    calls().RegCloseKey(handle[0] ?? 0n);
    return true;
  },
  write(key, name, text) {
    const data = wide(text);
    const status = calls().RegSetKeyValueW(PERSON, wide(key), wide(name), REG_SZ, data, data.byteLength);
    if (status !== SUCCESS) throw failure("registry-unwritable", key, status);
  },
  removeValue: (key, name) => removed(key, calls().RegDeleteKeyValueW(PERSON, wide(key), wide(name))),
  removeKey(key) {
    // An empty name would mean everything that the person has.
    if (key === "") throw new Error("Cannot write the registry: no key is named");
    return removed(key, calls().RegDeleteTreeW(PERSON, wide(key)));
  },
};

function valueIn(type: number, data: Uint16Array): string | number | null {
  switch (type) {
    case REG_SZ:
    case REG_EXPAND_SZ:
      return narrow(data);
    case REG_DWORD:
      return (data[0] ?? 0) + (data[1] ?? 0) * 0x1_0000;
    default:
      return null;
  }
}

function removed(key: string, status: number): boolean {
  if (status === SUCCESS || isMissing(status)) return status === SUCCESS;
  throw failure("registry-unwritable", key, status);
}

const isMissing = (status: number) => status === NOT_FOUND || status === NO_PATH;

const shown = (key: string) => `HKCU\\${key}`;

type Refusal = "registry-unreadable" | "registry-unwritable";

function failure(kind: Refusal, key: string, status: number): HostError {
  const text = errorInWords(status);
  return refused(kind, key, text, { about: "system", text });
}

function refused(kind: Refusal, key: string, words: string, why: HostReason): HostError {
  const what = kind === "registry-unreadable" ? "Cannot read" : "Cannot write";
  return new HostError(`${what} ${shown(key)}: ${words}`, { about: "windows", kind, key: shown(key), why });
}
