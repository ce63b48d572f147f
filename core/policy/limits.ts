/** What is larger than this, in bytes, is no policy. */
export const POLICY_BYTES = 256 * 1024;
