// Types of @std/collections/deep-merge: the package on npm brings none.
export function deepMerge(
  record: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  options?: { arrays?: "replace" | "merge" },
): Record<string, unknown>;
