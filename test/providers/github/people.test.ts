import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const ADMIN =
  "repository-collaborator-permission-response-if-user-has-admin-permissions";

describe("a person's permission", () => {
  it.each([
    ["admin", "admin", "admin"],
    ["write", "maintain", "maintain"],
    ["read", "triage", "triage"],
    ["write", "release-manager", "write"],
    ["none", "none", "none"],
  ])("%s with role %s is %s", async (permission, role_name, expected) => {
    const { github } = repositoryWith(() => ({
      body: {
        ...example(ADMIN),
        user: { ...Object(example(ADMIN)["user"]), role_name },
        permission,
        role_name,
      },
    }));
    expect(await github.permission("octocat")).toBe(expected);
  });

  it("is none for who does not exist", async () => {
    const { github } = repositoryWith(() => ({
      status: 404,
      body: { message: "octocat is not a user" },
    }));
    expect(await github.permission("octocat")).toBe("none");
  });
});

describe("the members of a team", () => {
  it("are their logins", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: [example("issue")["user"]],
    }));
    expect(await github.teamMembers("octo", "on-call")).toEqual(["octocat"]);
    expect(calls[0]?.parameters).toEqual({ org: "octo", team_slug: "on-call" });
  });

  it("are undefined where there is no such team", async () => {
    const { github } = repositoryWith(() => ({
      status: 404,
      body: { message: "Not Found" },
    }));
    expect(await github.teamMembers("octo", "nobody")).toBeUndefined();
  });
});
