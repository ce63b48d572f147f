import type { RequestHandler } from "./listener.ts";
import { forOperator } from "./operator-door.ts";
import type { Store } from "./store/store.ts";

const PATH =
  /^\/api\/repositories\/(?<owner>[\w.-]{1,100})\/(?<repo>[\w.-]{1,100})\/audit$/;
/** On one page; an entry with a decision and all its facts has up to 256 KiB. */
const MOST_ENTRIES = 100;

/**
 * `GET /api/repositories/:owner/:repo/audit?after=:position`: the audit trail page by page, and where its chain ends.
 */
export function auditHandler(
  token: string | undefined,
  store: Pick<Store, "auditHead" | "auditEntries">,
): RequestHandler {
  return forOperator(token, PATH, async ({ owner = "", repo = "" }, query) => {
    const after = /^\d{1,15}$/.exec(query.get("after") ?? "")?.[0] ?? "0";
    const head = await store.auditHead({ owner, repo });
    const entries = await store.auditEntries(
      { owner, repo },
      Number(after),
      MOST_ENTRIES,
    );
    // What was appended since the head was read comes another time.
    const known = entries.filter(({ position }) => position <= head.position);
    return JSON.stringify({ version: 1, head, entries: known });
  });
}
