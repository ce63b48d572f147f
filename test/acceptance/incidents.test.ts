import { afterAll, describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { formatOpening } from "../../core/render/moment.ts";
import {
  startPagerDuty,
  type PagerDutyStandIn,
} from "../../sandbox/services/pagerduty.ts";
import {
  fileHere,
  governedRepository,
  HOLDS,
  POLICY,
} from "./governed-repository.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

let pagerduty: PagerDutyStandIn | undefined;
afterAll(() => pagerduty?.stop());

const repository = governedRepository(async () => {
  pagerduty = await startPagerDuty();
  return { PAGERDUTY_URL: pagerduty.url, PAGERDUTY_TOKEN: pagerduty.token };
});

/** Merges a policy that asks for calm in staging, and for nothing else there. */
async function stagingAsksForCalm(): Promise<void> {
  const policy = parseDocument(await fileHere(POLICY));
  policy.setIn(["environments", "staging", "gates"], {
    recent_incidents: {
      none_within: "2h",
      severities: ["SEV-1", "SEV-2"],
      sources: ["github", { source: "pagerduty", services: ["PSHOP01"] }],
    },
  });
  await repository()
    .as("lisa")
    .push({ [POLICY]: policy.toString() }, "calm before chaos");
}

describe(
  "a request while PagerDuty knows of an incident",
  { timeout: 120_000 },
  () => {
    it("is blocked while it is open, with one sentence and a link to each page of it; then it says when the calm has lasted long enough, and runs", async () => {
      const { as, request, say, statusSays, world, onlooker } = repository();
      await stagingAsksForCalm();
      const incident = pagerduty?.trigger({
        title: "Payments fail",
        priority: { name: "P1" },
      });
      if (!incident) throw new Error("PagerDuty is not up");
      const page = incident.html_url;
      const told = await as("sarah").openIssue({
        title: "Customers can't pay",
        body: `PagerDuty called: ${page}`,
        labels: ["incident"],
      });
      const starts = onlooker.dispatches().length;

      const issue = await request(HOLDS, "staging");
      const blocked = await statusSays(issue, /An incident is open: SEV-1/);
      expect(blocked).toContain(`[odavl.pagerduty.test](${page})`);
      expect(blocked).toContain(`/issues/${told.number})`);
      expect(blocked).toContain("Resolve it; then 2h of calm have to pass.");

      const end = new Date();
      Object.assign(incident, {
        status: "resolved",
        resolved_at: end.toISOString(),
      });
      await as("sarah").closeIssue(told.number);
      world.moveClockTo(new Date(end.getTime() + MINUTE));
      await say("john", issue, "/chaos recheck");
      const opens = new Date(end.getTime() + 2 * HOUR);
      await statusSays(issue, /less than 2h ago/);
      await statusSays(issue, new RegExp(formatOpening(opens)));
      expect(onlooker.dispatches()).toHaveLength(starts);

      world.moveClockTo(new Date(opens.getTime() + MINUTE));
      await say("john", issue, "/chaos recheck");
      await statusSays(issue, /Running|judged|Held/);
      expect(onlooker.dispatches()).toHaveLength(starts + 1);
    });
  },
);
