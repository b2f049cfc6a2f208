/**
 * Defines a variable of CommonJS that systray2 reads when it looks for its helper. A bundle does not have it, and the
 * package would fail before it looks at the place it is told. Import this before the package.
 */
if (!Reflect.has(globalThis, "__dirname")) Reflect.set(globalThis, "__dirname", import.meta.dirname);
