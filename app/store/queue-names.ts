/** Where pg-boss keeps its tables. */
export const QUEUE_SCHEMA = "chaos_governor_queue";
export const LOOKS = "looks";
/** Looks that failed too often are put aside here; the next look at their repository repairs what they left. */
export const GIVEN_UP = "looks-given-up";
