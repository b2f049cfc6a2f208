/** Which version of the program this is. */
import project from "../../deno.json" with { type: "json" };

/** `MAJOR.MINOR.PATCH`, as in deno.json. */
export const VERSION: string = project.version;

/** Where it comes from. build.ts replaces this text with the commit. */
export const ORIGIN = "from source";
