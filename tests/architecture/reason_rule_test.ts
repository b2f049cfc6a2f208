import { reasonsAreValues } from "./reason_rule.ts";
import { tellsWhatBreaksIt } from "./verdict.ts";

tellsWhatBreaksIt("reasonsAreValues", reasonsAreValues, {
  keep: [
    ["src/host/a.ts", 'throw new Error("Cannot do it");'],
    ["src/tray/a.ts", 'throw new ReasonError({ about: "tray", kind: "no-panel" });\nnew Error("late");'],
    ["src/tray/a.ts", 'const why = { about: "system", text: error.message }; // new Error("It is so")'],
  ],
  break: [
    ["src/tray/a.ts", 'throw new Error("No panel shows icons");'],
    ["src/app/a.ts", "throw new Error(`Cannot open ${target}: it is gone`);"],
    ["src/notify/a.ts", 'const why = { about: "system", text: "no service is there" };'],
  ],
});
