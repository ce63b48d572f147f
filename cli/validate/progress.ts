import type { CliIo } from "../io.ts";

/** Before so much time nobody wonders whether anything is going on. */
const QUIET_MS = 1_000;
/** Nobody reads faster. */
const SHOWN_MS = 200;
/** Goes to the line's beginning and wipes the line out. */
const WIPE = "\r\u001B[K";

/** How far long work is, for whoever waits at a terminal; it is told nowhere else, and never in the answer. */
export interface Progress {
  /** So many pieces are done. */
  at(done: number): void;
  /** Takes the line away, for the answer comes now. */
  end(): void;
}

/** @param pieces how many there are, and what they are called: `files` */
export function startProgress(
  pieces: { total: number; name: string },
  { stderr, isTerminal, now }: Pick<CliIo, "stderr" | "isTerminal" | "now">,
): Progress {
  let due = now().getTime() + QUIET_MS;
  let isShown = false;
  return {
    at(done) {
      const time = now().getTime();
      if (!isTerminal || time < due) return;
      due = time + SHOWN_MS;
      isShown = true;
      stderr(`${WIPE}${done} of ${pieces.total} ${pieces.name} …`);
    },
    end() {
      if (isShown) stderr(WIPE);
    },
  };
}
