import { assertEquals } from "@std/assert";
import { remedyEn } from "../../src/core/language/en/remedies.ts";
import { reasonEn } from "../../src/core/language/en/reasons.ts";
import type { Reason } from "../../src/core/reason.ts";
import { reasonOf } from "../../src/core/reason_error.ts";
import type { Remedy } from "../../src/core/remedy.ts";
import {
  type Doing,
  fileError,
  type FileTrouble,
  type HostReason,
  type HostRemedy,
} from "../../src/host/host_error.ts";

const troubles: Readonly<Record<FileTrouble["kind"], FileTrouble>> = {
  "is-folder": { kind: "is-folder" },
  "too-many-links": { kind: "too-many-links" },
  "not-ordinary": { kind: "not-ordinary" },
  "silent-disk": { kind: "silent-disk" },
  damaged: { kind: "damaged" },
  "in-use": { kind: "in-use" },
  "too-large": { kind: "too-large", bytes: 4096 },
  held: { kind: "held", seconds: 10 },
};
const doings: Record<Doing, true> = { read: true, write: true, lock: true };

Deno.test("fileError() carries a reason of the program's, and says in its message what the program says of it in English", () => {
  for (const doing of Object.keys(doings) as Doing[]) {
    for (const trouble of Object.values(troubles)) {
      const error = fileError(doing, "/a b", trouble);
      assertEquals(reasonOf(error), error.reason);
      assertEquals(reasonEn(reasonOf(error)), error.message);
    }
  }
});

Deno.test("what the host says as data, the program's languages can say", () => {
  // The compiler checks that each kind of the host's is one of the program's.
  const reasonIn = (reason: HostReason): Reason => reason;
  const remedyIn = (remedy: HostRemedy): Remedy => remedy;
  const why: HostReason = { about: "folder", kind: "open", mode: "755" };
  assertEquals(reasonEn(reasonIn(why)), "its mode must be 700, it is 755");
  assertEquals(remedyEn(remedyIn({ kind: "close-folder", folder: "/a" })), 'Run: chmod 700 "/a"');
});
