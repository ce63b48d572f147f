import { describe, expect, it } from "vitest";
import { connect } from "../../cli/github.ts";

const TOKEN = "a-token";

/** A GitHub that answers every question with the repository's default branch, and remembers what it was asked. */
function github(env: Record<string, string>, repository = "acme/shop") {
  const asked: Request[] = [];
  const connection = connect(repository, {
    env,
    fetch: async (input, init) => {
      asked.push(new Request(input, init));
      return Response.json({
        default_branch: "main",
        object: { sha: "c0ffee" },
      });
    },
  });
  return { asked, connection };
}

async function headThrough(env: Record<string, string>): Promise<Request[]> {
  const { asked, connection } = github(env);
  if (!connection.ok) throw new Error(connection.problem);
  await connection.github.head();
  return asked;
}

describe("GitHub from a terminal", () => {
  it("is asked with the token that gh takes, at github.com", async () => {
    const env = { GH_TOKEN: TOKEN, GITHUB_TOKEN: "another" };
    const [first] = await headThrough(env);
    expect(first?.url).toBe("https://api.github.com/repos/acme/shop");
    expect(first?.headers.get("authorization")).toBe(`token ${TOKEN}`);
  });

  it("is asked at a GitHub Enterprise Server where the environment says so", async () => {
    const [first] = await headThrough({
      GITHUB_TOKEN: TOKEN,
      GITHUB_API_URL: "https://ghe.example.com/api/v3/",
    });
    expect(first?.url).toBe("https://ghe.example.com/api/v3/repos/acme/shop");
    expect(first?.headers.get("authorization")).toBe(`token ${TOKEN}`);
  });

  it.each([
    ["acme", { GH_TOKEN: TOKEN }, /--repository is written owner\/name/],
    ["acme/shop", {}, /set GH_TOKEN or GITHUB_TOKEN/],
    ["acme/shop", { GH_TOKEN: " " }, /set GH_TOKEN or GITHUB_TOKEN/],
    [
      "acme/shop",
      { GH_TOKEN: TOKEN, GITHUB_API_URL: "ghe.example.com" },
      /GITHUB_API_URL is the API's address/,
    ],
  ])("is not asked for %s with %j, and says why", (repository, env, why) => {
    const { asked, connection } = github(env, repository);
    expect(connection).toMatchObject({
      ok: false,
      problem: expect.stringMatching(why),
    });
    expect(asked).toEqual([]);
  });
});
