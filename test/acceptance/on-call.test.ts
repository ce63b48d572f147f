import { afterAll, describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import { startPagerDuty } from "../../sandbox/services/pagerduty.ts";
import { governedRepository, HOLDS, POLICY } from "./governed-repository.ts";

const pagerduty = await startPagerDuty();
afterAll(() => pagerduty.stop());

const repository = governedRepository(async () => ({
  PAGERDUTY_URL: pagerduty.url,
  PAGERDUTY_TOKEN: pagerduty.token,
}));

const ROTA = `
version: 1
roles:
  dba: { on_call: { pagerduty: { schedule: PDBA001 } } }
people:
  sarah: { pagerduty: PSARAH1 }
  lisa: { emails: [lisa@odavl.test] }
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [dba] }
      on_call: { roles: [dba] }
`;

const hours = (count: number) =>
  new Date(Date.now() + count * 3_600_000).toISOString();

function onCall(...shifts: [string, string, string][]): void {
  pagerduty.rotas.set("PDBA001", {
    kind: "shifts",
    shifts: shifts.map(([user, start, end]) => ({ user, start, end })),
  });
}

describe("a role that whoever is on call fills", { timeout: 120_000 }, () => {
  it("is asked of whoever is on call by PagerDuty: their approval counts, and nobody else's", async () => {
    const { request, say, statusSays, onlooker, as } = repository();
    pagerduty.users.set("PSARAH1", {
      name: "Sarah",
      email: "s@elsewhere.test",
    });
    pagerduty.users.set("PLISA01", { name: "Lisa", email: "lisa@odavl.test" });
    pagerduty.users.set("PJANE01", { name: "Jane", email: "jane@odavl.test" });
    // Nobody knows who Jane is.
    onCall(["PJANE01", hours(-2), hours(4)]);
    await as("lisa").push({ [POLICY]: ROTA }, "a rota fills the role");
    const issue = await request(HOLDS);
    await statusSays(
      issue,
      /On call as dba is Jane, .*\(PJANE01\), and the policy does not say who that is on GitHub/,
    );

    onCall(["PLISA01", hours(-2), hours(1)], ["PSARAH1", hours(1), hours(4)]);
    repository().world.moveClockTo(new Date(Date.now() + 6 * 60_000));
    await statusSays(issue, /On call for the whole run: lisa \(dba\)/);
    const other = await say("sarah", issue, "/chaos approve");
    const answer = await eventually("the answer to sarah", () =>
      onlooker.answer(issue, other),
    );
    expect(answer.body).toContain("you hold none of them");
    expect(onlooker.dispatches()).toEqual([]);

    await say("lisa", issue, "/chaos approve");
    await statusSays(issue, /Approved by lisa as dba|is being started|Running/);
    const run = await eventually(
      "the run that the app started",
      () => onlooker.runs()[0],
      { withinMs: 60_000 },
    );
    await eventually("its end", () => onlooker.finished(run.id));
    expect(onlooker.dispatches()).toHaveLength(1);
  });
});
