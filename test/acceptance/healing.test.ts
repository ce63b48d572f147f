import { describe, expect, it } from "vitest";
import { eventually } from "../../sandbox/eventually.ts";
import { governedRepository, HOLDS } from "./governed-repository.ts";

const repository = governedRepository();
const LIST = "apps/list-webhook-deliveries";
const AGAIN = "apps/redeliver-webhook-delivery";

const failures = () =>
  repository().world.github.webhooks.deliveries.filter(
    ({ event, failure }) => event === "issue_comment" && failure !== undefined,
  );
const asked = (operation: string) =>
  repository().world.github.traffic.filter(
    (request) => request.operation === operation,
  );

/** A request that is approved while the app is down. */
const approvedWhileDown = async () => {
  const { as, request, statusSays, world } = repository();
  const issue = await request(HOLDS);
  await statusSays(issue, /staging_passed/);
  await world.whileAppIsDown(async () => {
    await as("ahmed").comment(issue, "/chaos approve");
    await eventually("a delivery that failed", () => failures().at(-1));
  });
  return issue;
};

describe("an app that was down", { timeout: 120_000 }, () => {
  it("has what was said meanwhile delivered again as it starts, once", async () => {
    const issue = await approvedWhileDown();
    const { statusSays, world } = repository();
    const failed = failures().at(-1);
    await eventually("the same delivery once more", () =>
      world.github.webhooks.deliveries.find(
        ({ id, redelivery, status }) =>
          id === failed?.id && redelivery && status === 200,
      ),
    );
    await statusSays(issue, /Approved by ahmed/);
    const times = asked(AGAIN).length;
    await world.whileAppIsDown(() => Promise.resolve());
    const lists = asked(LIST).length;
    await eventually(
      "the list of failures once more",
      () => (asked(LIST).length > lists ? true : undefined),
      { withinMs: 60_000 },
    );
    expect(asked(AGAIN)).toHaveLength(times);
  });

  it("sees what was said meanwhile where GitHub delivers nothing again", async () => {
    const { statusSays, world } = repository();
    world.github.fail({ match: { operation: LIST }, times: 9, how: 403 });
    const issue = await approvedWhileDown();
    const status = await statusSays(issue, /Approved by ahmed/);
    expect(status).toContain("as incident-commander");
  });
});
