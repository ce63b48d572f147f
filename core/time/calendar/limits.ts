import { DAY } from "../zone-clock.ts";

/** What is larger than this, in bytes, is no calendar of freezes. */
export const CALENDAR_BYTES = 1_024 * 1_024;
/** How far ahead calendars are read, in milliseconds. */
export const CALENDAR_AHEAD = 400 * DAY;
