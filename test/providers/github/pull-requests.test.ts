import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const file = (filename: string, status: string, rest: object = {}) => ({
  sha: "bbcd538c8e72b8c175046e27cc8f907076331401",
  filename,
  status,
  additions: 1,
  deletions: 0,
  changes: 1,
  blob_url: "https://github.com/octo/studio/blob/main/a",
  raw_url: "https://github.com/octo/studio/raw/main/a",
  contents_url: "https://api.github.com/repos/octo/studio/contents/a",
  ...rest,
});

/** The teams shown lack what the description itself asks for. */
const NO_TEAMS = { requested_teams: [] };

describe("pull requests", () => {
  it("are read with their head, the branch that they go into, and how much they change", async () => {
    const { github } = repositoryWith(() => ({
      body: { ...example("pull-request"), ...NO_TEAMS },
    }));
    expect(await github.pullRequest(1347)).toEqual({
      number: 1347,
      open: true,
      head: "6dcb09b5b57875f334f61aebed695e2e4193db5e",
      base: "master",
      changedFiles: 5,
    });
  });

  it("are undefined where the number is none of one", async () => {
    const { github } = repositoryWith(() => ({
      status: 404,
      body: { message: "Not Found" },
    }));
    expect(await github.pullRequest(12)).toBeUndefined();
  });

  it("that are open are listed with their heads", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: [{ ...example("pull-request-simple"), ...NO_TEAMS }],
    }));
    expect(await github.openPullRequests()).toEqual([
      {
        number: 1347,
        head: "6dcb09b5b57875f334f61aebed695e2e4193db5e",
        base: "master",
      },
    ]);
    expect(calls[0]?.query).toMatchObject({ state: "open" });
  });

  it("have their files read to the last page, a file that moves between pages only once", async () => {
    const { github, calls } = repositoryWith(({ query }) =>
      query["page"] === "2"
        ? { body: [file("b.json", "removed"), file("c.json", "modified")] }
        : {
            body: [
              file("a.json", "renamed", { previous_filename: "z.json" }),
              file("b.json", "removed"),
              file("d.json", "copied", { previous_filename: "a.json" }),
            ],
            headers: {
              link: '<https://api.github.com/x?per_page=100&page=2>; rel="next"',
            },
          },
    );
    expect(await github.pullRequestFiles(7)).toEqual([
      { path: "a.json", before: "z.json", change: "renamed" },
      { path: "b.json", change: "removed" },
      { path: "d.json", change: "added" },
      { path: "c.json", change: "changed" },
    ]);
    expect(calls).toHaveLength(2);
  });
});

describe("a branch", () => {
  it("leads to the commit that it points to", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: example("git-ref"),
    }));
    expect(await github.branchHead("release/1")).toBe(
      "aa218f56b14c9653891f9e74264a383fa43fefbd",
    );
    expect(calls[0]?.parameters["ref"]).toBe("heads/release/1");
  });

  it("leads nowhere where it is gone", async () => {
    const { github } = repositoryWith(() => ({
      status: 404,
      body: { message: "Not Found" },
    }));
    expect(await github.branchHead("gone")).toBeUndefined();
  });
});
