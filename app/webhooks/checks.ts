import * as z from "zod";
import { aboutRepository, place, type Webhook } from "./webhook.ts";

/* Every App that may read checks hears of all Apps' checks. */
const check = z.object({
  head_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
  app: z.object({ id: z.number() }),
});
const aboutRun = aboutRepository.extend({ check_run: check });
const aboutSuite = aboutRepository.extend({ check_suite: check });

/**
 * Somebody wants a check of ours made again. It names the commit: which pull requests it is the head of, GitHub does
 * not say where they come from forks, and the look finds out.
 */
export const checkRun: Webhook = {
  events: ["check_run.rerequested", "check_run.requested_action"],
  keys: (payload, appId) => {
    const { data } = aboutRun.safeParse(payload);
    if (data?.check_run.app.id !== appId) return [];
    return [
      { kind: "checks", ...place(data), commit: data.check_run.head_sha },
    ];
  },
};

/** The same with all checks of ours at once. */
export const checkSuite: Webhook = {
  events: ["check_suite.rerequested"],
  keys: (payload, appId) => {
    const { data } = aboutSuite.safeParse(payload);
    if (data?.check_suite.app.id !== appId) return [];
    const { head_sha: commit } = data.check_suite;
    return [{ kind: "checks", ...place(data), commit }];
  },
};
