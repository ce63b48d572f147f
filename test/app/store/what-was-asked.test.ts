import { expect, it } from "vitest";
import { createStore } from "../../../app/store/sql-store.ts";
import { onEveryDatabase } from "./databases.ts";

const AT = new Date("2026-03-02T10:00:00.000Z");

onEveryDatabase("what a request asks for", ({ database }) => {
  const store = () => createStore(database().kysely);
  let repositories = 0;
  const newRequest = async () => {
    const request = {
      owner: "acme",
      repo: `asked-${++repositories}`,
      issue: 12,
    };
    await store().openRequest(
      request,
      {
        installation: 7,
        requester: "ahmed",
        source: { kind: "form" },
        openedAt: AT,
      },
      AT,
    );
    return request;
  };

  it("is remembered as it was first read, whatever the issue says later", async () => {
    const request = await newRequest();
    const first = { experiment: "pod-failure", environment: "staging" };
    expect(await store().rememberAsk(request, first)).toEqual(first);
    expect(
      await store().rememberAsk(request, {
        ...first,
        environment: "production",
      }),
    ).toEqual(first);
  });

  it("is found by the correlation of its dispatch before a run is known", async () => {
    const request = await newRequest();
    const correlation = `correlation-of-${request.repo}`;
    await store().intendDispatch(request, { correlation, at: AT, known: [] });
    expect(await store().requestOfCorrelation(request, correlation)).toBe(12);
    expect(
      await store().requestOfCorrelation(request, "another"),
    ).toBeUndefined();
    expect(
      await store().requestOfCorrelation(
        { ...request, repo: "elsewhere" },
        correlation,
      ),
    ).toBeUndefined();
  });
});
