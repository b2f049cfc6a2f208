/** Which version of the program this is. */
import project from "../../deno.json" with { type: "json" };

/** `MAJOR.MINOR.PATCH`, as in deno.json. */
export const VERSION: string = project.version;

/** Where it comes from: build.ts puts the commit in the place of this text. */
export const ORIGIN = "from source";
