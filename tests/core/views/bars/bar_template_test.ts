// @ts-types="../../../std_types/assert.d.ts"
import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseBarTemplate, templateProblem } from "../../../../src/core/views/bars/bar_template.ts";
import { barsEn } from "../../../../src/core/language/en/bar_messages.ts";
import { barsVi } from "../../../../src/core/language/vi/bar_messages.ts";

Deno.test("parseBarTemplate() takes fields and text apart, and braces that are written twice as braces", () => {
  const parsed = (text: string) => parseBarTemplate(text, barsEn);
  assertEquals(parsed("{percent}% of {limit}"), {
    kind: "template",
    template: [{ field: "percent" }, { text: "% of " }, { field: "limit" }],
  });
  assertEquals(parsed("{{{percent}}}"), {
    kind: "template",
    template: [{ text: "{" }, { field: "percent" }, { text: "}" }],
  });
  assertEquals(parsed(""), { kind: "template", template: [] });
  for (
    const [text, name] of [["{a}", "a"], ["{ percent }", " percent "], ["{}", ""], ["{toString}", "toString"]]
  ) {
    assertEquals(parsed(text ?? ""), { kind: "unknown-field", name: name ?? "" });
  }
  for (const text of ["{", "}", "{percent", "50}", "{per{cent}"]) {
    assertEquals(parsed(text), { kind: "open-brace" });
  }
});

Deno.test("templateProblem() lists every field with what it stands for, in the person's language", () => {
  assertEquals(templateProblem("{percent}", barsEn), null);
  for (const messages of [barsEn, barsVi]) {
    for (const text of ["{no}", "{"]) {
      const problem = templateProblem(text, messages) ?? "";
      for (const [field, meaning] of Object.entries(messages.fields)) {
        assertStringIncludes(problem.replaceAll(/ +/g, " "), `{${field}} ${meaning}`);
      }
    }
  }
});
