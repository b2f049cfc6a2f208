/**
 * Stands in for a variable of CommonJS that systray2 reads when it looks for its helper. In a bundle it does not exist, and
 * the package would fail before it comes to the place it is told to look in. To be imported before the package.
 */
if (!Reflect.has(globalThis, "__dirname")) Reflect.set(globalThis, "__dirname", import.meta.dirname);
