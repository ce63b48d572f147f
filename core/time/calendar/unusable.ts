/** Why a calendar can't be read, as the rest of a sentence that begins with its name. */
export class UnusableCalendar extends Error {
  override readonly name = "UnusableCalendar";
  /** Which event is to blame, counted from 0 as they stand in the file. */
  event?: number;
}
