import { testsAreOneThing, testsSayWhatTheyTest, testsStandInRooms } from "./test_rules.ts";
import { tellsWhatBreaksIt } from "./verdict.ts";

tellsWhatBreaksIt("testsStandInRooms", testsStandInRooms, {
  keep: [["tests/architecture/architecture_test.ts", ""], ["tests/run/steps.ts", ""], ["src/main.ts", ""]],
  break: [["tests/steps.ts", ""], ["tests/usage_test.ts", ""]],
});

tellsWhatBreaksIt("testsAreOneThing", testsAreOneThing, {
  keep: [["tests/core/a_test.ts", "a();\n".repeat(300)], ["src/a.ts", "a();\n".repeat(301)]],
  break: [["tests/core/a_test.ts", "a();\n".repeat(301)]],
});

tellsWhatBreaksIt("testsSayWhatTheyTest", testsSayWhatTheyTest, {
  keep: [
    ["tests/core/usage/limit_test.ts", ""],
    ["tests/core/usage/limit_order_test.ts", ""],
    ["tests/packaging/bundle_test.ts", ""],
    ["tests/run/steps_test.ts", ""],
    ["tests/e2e/menu_test.ts", ""],
    ["tests/core/usage/stage.ts", ""],
    ["tests/core/usage/week_test.ts", "/** A week, for src/core/usage/limit.ts and all of src/core/. */"],
  ],
  break: [
    ["tests/core/usage/limits_test.ts", ""],
    ["tests/core/limit_test.ts", ""],
    ["tests/core/usage/lim_test.ts", ""],
    ["tests/core/usage/week_test.ts", "/** A week. */"],
    ["tests/core/usage/week_test.ts", "/** A week, for src/core/usage/gone.ts. */"],
    ["tests/core/usage/week_test.ts", "// A week, for src/core/usage/limit.ts."],
  ],
}, { "src/core/usage/limit.ts": "", "packaging/bundle.ts": "", "tests/run/steps.ts": "" });
