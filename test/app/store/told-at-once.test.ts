import { expect, it } from "vitest";
import { createStore } from "../../../app/store/sql-store.ts";
import { onEveryDatabase } from "./databases.ts";

const AT = new Date("2026-03-02T10:00:00.000Z");

async function twice(remember: () => Promise<unknown>): Promise<void> {
  await remember();
  await remember();
}

/*
 * What the store answers "new" to only once has to be in the audit trail by then: who dies after that answer never
 * hears it again.
 */
onEveryDatabase("what is remembered", ({ database }) => {
  const store = () => createStore(database().kysely);
  let repositories = 0;
  const repository = () => ({ owner: "acme", repo: `told-${++repositories}` });
  const trail = async (
    of: { owner: string; repo: string },
    subject: string,
    kind: string,
  ) => {
    const events = await store().auditOf(of, subject);
    return events.filter((event) => event.kind === kind);
  };

  it("of a request is in the audit trail with it, once", async () => {
    const shop = repository();
    await twice(() =>
      store().openRequest(
        { ...shop, issue: 12 },
        {
          installation: 7,
          requester: "ahmed",
          source: { kind: "form" },
          openedAt: AT,
        },
        AT,
      ),
    );
    expect(await trail(shop, "issue:12", "opened")).toMatchObject([
      { at: AT, data: { requester: "ahmed", source: { kind: "form" } } },
    ]);
  });

  it("of a run and of where it is filed is in the audit trail with it, once", async () => {
    const shop = repository();
    const of = { experiment: "pod-failure", environment: "staging" };
    await twice(() =>
      store().recordRun(
        shop,
        {
          ...of,
          run: 99,
          attempt: 1,
          workflow: "chaos-tests.yml",
          digest: "sha256:aa",
          commit: "c0ffee",
          verdict: "deviated",
          reason: "The steady state did not hold.",
          summary: "Too long for the trail.",
          failed: true,
          startedAt: AT,
          endedAt: AT,
          url: "https://github.com/acme/shop/actions/runs/99",
        },
        AT,
      ),
    );
    const runs = [{ run: 99, attempt: 1 }];
    await twice(() => store().recordFiled({ ...shop, ...of }, 30, runs, AT));
    const [verdict, ...more] = await trail(shop, "run:99", "verdict");
    expect(more).toEqual([]);
    expect(verdict?.data).toMatchObject({ verdict: "deviated", failed: true });
    expect(verdict?.data).not.toHaveProperty("summary");
    expect(await trail(shop, "run:99", "filed")).toMatchObject([
      { at: AT, data: { issue: 30, attempt: 1 } },
    ]);
  });

  it("of a halt, what it stops and who resumes is in the audit trail with it, once", async () => {
    const shop = repository();
    const halt = { issue: 40, by: "nina", reason: "an incident", since: AT };
    const ref = { ...shop, issue: halt.issue };
    await twice(() => store().beginHalt(shop, halt, AT));
    const stop = { run: 99, attempt: 1, title: "pod", url: "u", at: AT };
    await twice(() => store().recordHaltedRun(ref, stop, halt));
    await twice(() => store().endHalt(ref, { by: "ahmed" }, AT));
    expect(await trail(shop, "issue:40", "halt")).toHaveLength(1);
    expect(await trail(shop, "run:99", "cancel")).toMatchObject([
      { data: { run: 99, halt: { issue: 40 } } },
    ]);
    expect(await trail(shop, "issue:40", "resume")).toMatchObject([
      { data: { by: "ahmed" } },
    ]);
    // The same issue is opened once more.
    await store().beginHalt(shop, halt, AT);
    expect(await trail(shop, "issue:40", "halt")).toHaveLength(2);
  });
});
