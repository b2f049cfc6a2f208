/** A person's template for a bar or a prompt: text with `{fields}`, in which `{{` and `}}` stand for braces. */
import type { BarField, BarMessages } from "../../language/bar_messages.ts";

export type BarTemplate = readonly ({ readonly text: string } | { readonly field: BarField })[];

export type ParsedTemplate =
  | { readonly kind: "template"; readonly template: BarTemplate }
  | { readonly kind: "unknown-field"; readonly name: string }
  | { readonly kind: "open-brace" };

/** Longer ones are a mistake. */
export const templateMax = 4_000;

/** `fields`: those that there are. */
export function parseBarTemplate(
  text: string,
  { fields }: Pick<BarMessages, "fields">,
): ParsedTemplate {
  const isField = (name: string): name is BarField => Object.hasOwn(fields, name);
  const template: ({ text: string } | { field: BarField })[] = [];
  for (const [part, field] of text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]|[^{}]+/g)) {
    if (field !== undefined) {
      if (!isField(field)) return { kind: "unknown-field", name: field };
      template.push({ field });
    } else if (part === "{" || part === "}") {
      return { kind: "open-brace" };
    } else {
      template.push({ text: part === "{{" ? "{" : part === "}}" ? "}" : part });
    }
  }
  return { kind: "template", template };
}

/** Why it is no template, with all fields and what each stands for; null = it is one. */
export function templateProblem(text: string, messages: BarMessages): string | null {
  const parsed = parseBarTemplate(text, messages);
  switch (parsed.kind) {
    case "template":
      return null;
    case "unknown-field":
      return messages.unknownField(parsed.name, listed(messages));
    case "open-brace":
      return messages.openBrace(listed(messages));
  }
}

function listed({ fields }: BarMessages): string {
  const entries = Object.entries(fields).map(([name, meaning]) => [`{${name}}`, meaning] as const);
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}`).join("\n");
}
