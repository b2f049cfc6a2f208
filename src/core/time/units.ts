/** The units of time, in ms: `5 * minute`. Units that people know, such as seconds in settings, are turned into ms with them. */

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
