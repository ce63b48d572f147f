import { expect, it } from "vitest";
import { costs } from "../../../sandbox/github/front/traffic.ts";
import { localGitHub } from "./local-github.ts";

it("what did not change is answered by 304, and counts for nothing", async () => {
  const world = await localGitHub();
  const ask = (etag?: string | null, login = "ahmed") =>
    fetch(`${world.apiUrl}/repos/acme/shop/issues`, {
      headers: {
        authorization: `Bearer ${world.as(login).token}`,
        ...(etag && { "if-none-match": etag }),
      },
    });
  const etag = (await ask()).headers.get("etag");
  const again = await ask(etag);
  expect(again.status).toBe(304);
  expect(await again.text()).toBe("");
  expect(again.headers.get("etag")).toBe(etag);

  expect((await ask(etag, "sarah")).status).toBe(200);
  await world.as("ahmed").openIssue({ title: "News", body: "" });
  expect((await ask(etag)).status).toBe(200);

  const read = world.traffic.filter(
    ({ operation }) => operation === "issues/list-for-repo",
  );
  expect(read.map(costs)).toEqual([true, false, true, true]);
});
