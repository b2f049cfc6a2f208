/** The operating systems that the program runs on. */

export type System = "linux" | "macos" | "windows";
