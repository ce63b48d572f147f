import { describe, expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY_PATH, World } from "./world.ts";

const store = storeForTests();

const ROLES = `roles:
  incident-commander: { primary: ahmed, secondary: sarah }
  backend-lead: { primary: sarah, secondary: mike }
  devops-lead: { primary: mike, secondary: ahmed }
`;

/** A repository that asks for one approval, below an organisation that asks for three. */
function governed() {
  const world = new World(store());
  world.github.commit({
    [POLICY_PATH]: `version: 1
${ROLES}environments:
  production:
    workflow: chaos-tests.yml
    gates: { approvals: { roles: [devops-lead] } }
`,
  });
  world.github.organisation = {
    commit: "0123456789abcdef",
    text: `version: 1
required:
  environments:
    production:
      gates:
        approvals: { roles: [incident-commander, backend-lead, devops-lead] }
`,
  };
  return world;
}

async function approve(world: World, issue: number, ...people: string[]) {
  for (const login of people) {
    world.github.say(login, issue, "/chaos approve");
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as people do
    await world.look(world.issueKey(issue));
  }
}

describe("a request below an organisation's file", () => {
  it("needs the three roles that the organisation requires, where its repository asks for one", async () => {
    const world = governed();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    await approve(world, issue, "mike");
    expect(world.github.runList).toEqual([]);
    expect(world.status(issue)).toContain("incident-commander");
    await approve(world, issue, "ahmed", "sarah");
    expect(world.github.runList).toHaveLength(1);
  });

  it("shows by which two files it is decided", async () => {
    const world = governed();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    const status = world.status(issue);
    expect(status).toMatch(/decided by the \[policy\]\(\S+\/odavl\/studio-hub/);
    expect(status).toContain("/odavl/.github/blob/0123456789abcdef/");
  });

  it("waits while the organisation's file can't be used, and says where that is wrong", async () => {
    const world = governed();
    world.github.organisation = { commit: "bad", text: "version: 2\n" };
    const issue = world.request();
    await world.look(world.issueKey(issue));
    expect(world.status(issue)).toContain("/odavl/.github/blob/bad/");
    expect(world.status(issue)).toContain("line 1, column 10");
  });

  it("runs nothing while the file that has to be there can't be seen, and says what to do", async () => {
    const world = governed();
    world.github.organisation = undefined;
    world.github.organisationRequired = true;
    const issue = world.request();
    await world.look(world.issueKey(issue));
    await approve(world, issue, "mike");
    expect(world.github.runList).toEqual([]);
    expect(world.status(issue)).toContain("may not be seen");
    expect(world.status(issue)).toContain("ORGANISATION");
  });

  it("goes on once that is mended", async () => {
    const world = governed();
    const { organisation } = world.github;
    world.github.organisation = { commit: "bad", text: "version: 2\n" };
    const issue = world.request();
    await world.look(world.issueKey(issue));
    world.github.organisation = organisation;
    await world.look(world.issueKey(issue));
    await approve(world, issue, "mike", "ahmed", "sarah");
    expect(world.github.runList).toHaveLength(1);
  });

  it("costs one question more at each look while nothing changes", async () => {
    const world = governed();
    const issue = world.request();
    await world.look(world.issueKey(issue));
    const { reads } = world.github;
    const file = reads.get("organisationFile");
    const commit = reads.get("organisationCommit") ?? 0;
    await world.look(world.issueKey(issue));
    expect(reads.get("organisationFile")).toBe(file);
    expect(reads.get("organisationCommit")).toBe(commit + 1);
  });
});
