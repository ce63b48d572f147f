import { describe, expect, it } from "vitest";
import { observeIncidents } from "../../facts/observe-incidents.ts";
import { recentIncidents } from "../../core/policy/gates/incidents.ts";
import { FakeRepository } from "../app/reconciler/fake-repository.ts";

const NOW = new Date("2026-03-03T10:00:00.000Z");
const DAY = 86_400_000;

function repository(): FakeRepository {
  const github = new FakeRepository(() => NOW);
  for (const person of ["ahmed", "sarah", "mike"]) {
    github.permissions.set(person, "read");
  }
  return github;
}

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
