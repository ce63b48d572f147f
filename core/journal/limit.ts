export const MEBIBYTE = 1_048_576;

/** No journal that is larger is read, wherever it comes from: a file, a pipe or an artifact. In bytes of its text. */
export const JOURNAL_LIMIT = 50 * MEBIBYTE;
