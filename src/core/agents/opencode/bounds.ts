/**
 * How much is kept of what one OpenCode server tells. A person has a few sessions at a time; a server that tells of more is
 * broken or means harm, and must cost no more for that. What is left out is counted where it would be shown. No server's
 * share is another's: whatever one of them tells hides nothing of the others.
 */
/** Sessions that are not idle. Those known first stay; the others are counted. */
export const LIVE_SESSIONS_MAX = 100;
/** Idle sessions, the newest: lists of past ones can be long (the real one is cut at 100), and nothing shows them. */
export const IDLE_SESSIONS_MAX = 100;
/** What waits for an answer. What was asked first stays; the others are counted. */
export const PERMISSIONS_MAX = 50;
export const QUESTIONS_MAX = 20;
/** Running tools of one session, the first of them. */
export const TOOLS_MAX = 16;
/** Directories of one server, beyond its own, that are asked about. */
export const DIRECTORIES_MAX = 32;

/** Entries of one answer that are read at all; the others are counted. */
export const ENTRIES_MAX = { sessions: 500, statuses: 500, requests: 200, messages: 50, parts: 500 } as const;
/**
 * Of the JSON of one entry of an answer, or of one message of the stream: values, and lists and records within each other. What a
 * text costs depends on these, hardly on its length; what has more of them is not read.
 */
export const VALUES_MAX = 50_000;
export const DEPTH_MAX = 64;
/** Values of all entries of one answer that are read; entries beyond them are counted. */
export const ALL_VALUES_MAX = 200_000;
/** Messages that are remembered while a full state is on its way; with more of them it is too old to be of use. */
export const RECENT_MESSAGES_MAX = 1_000;

/** Of one request: more than any tool of OpenCode asks. What is longer is answered in its terminal. */
export const QUESTION_ITEMS_MAX = 10;
export const OPTIONS_MAX = 20;
/** UTF-16 units of a label, which is what is answered, and so is kept as it is or not at all. */
export const OPTION_LABEL_MAX = 300;
/** Patterns of a permission, and of what "always" would allow: with more of them, it is not allowed from here. */
export const PATTERNS_MAX = 50;
/** UTF-16 units; no system's paths are longer. */
export const PATH_MAX = 4_096;
