/**
 * How much is read of what one OpenCode server sends. A server that sends more than a person's agents ever make is broken or means
 * harm, and must cost no more for that. How much of it is then kept is in `kept_maximums.ts`.
 */

/** Entries of one response that are read; the others are counted. */
export const ENTRIES_MAX = { sessions: 500, statuses: 500, requests: 200, messages: 50, parts: 500 } as const;
/**
 * Values in the JSON of one entry of a response, or of one message of the stream, and how deep lists and records may lie in each
 * other. What a text costs depends on these, hardly on its length; a text that has more of them is not read.
 */
export const VALUES_MAX = 50_000;
export const DEPTH_MAX = 64;
/** Values of all entries of one response that are read; entries beyond them are counted. */
export const ALL_VALUES_MAX = 200_000;

/** Of one request for an answer: more than any tool of OpenCode asks. What is longer is answered in its terminal. */
export const QUESTION_ITEMS_MAX = 10;
export const OPTIONS_MAX = 20;
/** UTF-16 units of a label. A label is what is answered, so a longer one is left out, and never shortened. */
export const OPTION_LABEL_MAX = 300;
/** Patterns of a permission, and of what "always" would allow: with more of them, it cannot be allowed from here. */
export const PATTERNS_MAX = 50;
/** Characters of what is shown in one line: a title, the message of an error or of a retry, the name of a tool, its argument, ... */
export const TITLE_MAX = 200;
export const RETRY_MESSAGE_MAX = 200;
export const ERROR_MESSAGE_MAX = 120;
export const TODO_MAX = 120;
export const TOOL_NAME_MAX = 60;
export const TOOL_ARGUMENT_MAX = 60;
/** Characters of the description of an option: more than is ever shown, so that a description that was cut is seen to be cut. */
export const DESCRIPTION_MAX = 1_000;
/** UTF-16 units of a path; no system has longer ones. */
export const PATH_MAX = 4_096;
