// The package exports one object, where its own types say that it exports what is in it.
import type * as parts from "@vscode/tree-sitter-wasm";
declare const treeSitter: typeof parts;
export default treeSitter;
