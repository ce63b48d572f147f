/** What is larger than this, in bytes, is no policy. */
export const POLICY_BYTES = 256 * 1024;

/** Keys and values of gates that work in a later version: accepted only when they do. */
export const LATER = ["environments.*.stop_when"];
