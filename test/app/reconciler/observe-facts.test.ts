import { describe, expect, it } from "vitest";
import {
  observeHolders,
  onCallFrom,
} from "../../../app/reconciler/facts/observe-holders.ts";
import { observeIncidents } from "../../../app/reconciler/facts/observe-incidents.ts";
import { recentIncidents } from "../../../core/policy/incidents.ts";
import { parsePolicy } from "../../../core/policy/parse.ts";
import type { Policy } from "../../../core/policy/schema.ts";
import { FakeRepository } from "./fake-repository.ts";
import { POLICY } from "./world.ts";

const NOW = new Date("2026-03-03T10:00:00.000Z");
const DAY = 86_400_000;

function repository(): FakeRepository {
  const github = new FakeRepository(() => NOW);
  for (const person of ["ahmed", "sarah", "mike"]) {
    github.permissions.set(person, "read");
  }
  return github;
}

function policy(devopsLead: string): Policy {
  const text = POLICY.replace(
    "{ primary: mike, secondary: ahmed }",
    `{ primary: ${devopsLead} }`,
  );
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error("the policy of the tests is wrong");
  return parsed.policy;
}

const peopleIn = async (github: FakeRepository, who: string) => {
  const holders = await observeHolders(github, policy(who), NOW);
  if (!holders.known) return holders.reason;
  return holders.value
    .filter(({ role }) => role === "devops-lead")
    .map(({ person }) => person);
};

describe("who holds a role", () => {
  it("is whom the policy names", async () => {
    expect(await peopleIn(repository(), "mike")).toEqual(["mike"]);
  });

  it("is every member of the team that it names", async () => {
    const github = repository();
    github.teams.set("odavl/devops", ["mike", "sarah"]);
    expect(await peopleIn(github, "odavl/devops")).toEqual(["mike", "sarah"]);
  });

  it("is nobody who lost access to the repository, in a team or not", async () => {
    const github = repository();
    github.teams.set("odavl/devops", ["mike", "gone"]);
    expect(await peopleIn(github, "odavl/devops")).toEqual(["mike"]);
    expect(await peopleIn(github, "gone")).toEqual([]);
  });

  it("stays the team where its members can't be read, and nobody is known to be on call for it", async () => {
    const github = repository();
    expect(await peopleIn(github, "odavl/devops")).toEqual(["odavl/devops"]);
    github.breakDown("teamMembers");
    expect(await peopleIn(github, "odavl/devops")).toEqual(["odavl/devops"]);

    const holders = await observeHolders(github, policy("odavl/devops"), NOW);
    expect(onCallFrom(holders, ["devops-lead"])).toMatchObject({
      value: [
        {
          role: "devops-lead",
          shifts: {
            known: false,
            reason: expect.stringContaining("odavl/devops"),
          },
        },
      ],
    });
    expect(onCallFrom(holders, ["backend-lead"])).toMatchObject({
      known: true,
      value: [
        {
          role: "backend-lead",
          shifts: { value: [{ person: "sarah" }, { person: "mike" }] },
        },
      ],
    });
  });

  it("is unknown, with the reason, where GitHub does not tell who has access", async () => {
    const github = repository();
    github.breakDown("permission");
    expect(await peopleIn(github, "mike")).toContain("permission answered 503");
  });
});

describe("incidents", () => {
  const GATE = recentIncidents.parse({
    none_within: "7d",
    severities: ["SEV-1"],
  });
  const observed = async (github: FakeRepository) => {
    const fact = await observeIncidents({ github, services: {} }, GATE, NOW);
    return fact.known ? fact.value : fact.reason;
  };

  it("are the issues with that label, with the gravest severity that their labels name", async () => {
    const github = repository();
    const label = (...labels: string[]) =>
      github.openIssue("ahmed", { title: "Down", body: "", labels });
    label("incident", "SEV-3", "sev-1");
    label("incident");
    label("bug", "SEV-1");
    expect(await observed(github)).toMatchObject([
      { severity: "SEV-1", startedAt: NOW, title: "Down" },
      { severity: "unrated" },
    ]);
  });

  it("that ended are told of with their end, as long as that is not too long ago", async () => {
    const github = repository();
    const close = (daysAgo: number) => {
      const issue = github.openIssue("ahmed", {
        body: "",
        labels: ["incident", "SEV-1"],
      });
      const at = new Date(NOW.getTime() - daysAgo * DAY);
      Object.assign(issue, { open: false, closedAt: at, updatedAt: at });
      return at;
    };
    const recent = close(6);
    close(8);
    expect(await observed(github)).toMatchObject([{ resolvedAt: recent }]);
  });

  it("that were opened again are open", async () => {
    const github = repository();
    Object.assign(
      github.openIssue("ahmed", { body: "", labels: ["incident", "SEV-1"] }),
      { closedAt: NOW },
    );
    const [incident] = await observed(github);
    expect(incident).not.toHaveProperty("resolvedAt");
  });

  it("are unknown where GitHub does not list issues", async () => {
    const github = repository();
    github.breakDown("issues");
    expect(await observed(github)).toContain("issues answered 503");
  });
});
