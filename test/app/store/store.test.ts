import { describe, expect, it } from "vitest";
import type { Pin } from "../../../core/request/request.ts";
import { createStore } from "../../../app/store/sql-store.ts";
import type {
  IssueRef,
  NewRequest,
  RunRecord,
  StoredDecision,
} from "../../../app/store/records.ts";
import { onEveryDatabase } from "./databases.ts";

const AT = new Date("2026-03-02T10:00:00.000Z");
const LATER = new Date("2026-03-02T11:00:00.500Z");

const OPENING: NewRequest = {
  installation: 7,
  requester: "ahmed",
  source: { kind: "form" },
  openedAt: AT,
};

const PIN: Pin = {
  path: "experiments/database-pod-failure.json",
  digest: "sha256:aa",
  environment: "staging",
  commit: "c0ffee",
  announcedBy: 3_000_000_001,
};

const RUN: RunRecord = {
  run: 9_000_000_001,
  attempt: 1,
  experiment: "database-pod-failure",
  environment: "staging",
  workflow: "chaos-tests.yml",
  digest: "sha256:aa",
  commit: "c0ffee",
  verdict: "held",
  reason: "The steady state held.",
  failed: false,
  startedAt: AT,
  endedAt: LATER,
  url: "https://github.com/acme/shop/actions/runs/9000000001",
};

function decided(
  says: string,
  more: Partial<StoredDecision> = {},
): StoredDecision {
  const record = `{"of":"${says}"}`;
  return { at: AT, decision: "hold", says, record, ...more };
}

onEveryDatabase("the store", ({ database }) => {
  const store = () => createStore(database().kysely);
  let repositories = 0;
  /** A repository that no other test uses. */
  const repository = () => ({ owner: "acme", repo: `shop-${++repositories}` });
  const request = () => ({ ...repository(), issue: 12 });

  /** Requests of one repository, each with what it asks for. */
  async function requests(...issues: number[]) {
    const { owner, repo } = request();
    const refs = issues.map((issue) => ({ owner, repo, issue }));
    for (const ref of refs) {
      await store().openRequest(ref, OPENING, AT);
      await store().rememberAsk(ref, {
        experiment: `experiment-${String(ref.issue)}`,
        environment: "production",
      });
    }
    return refs;
  }
  const intend = (ref: IssueRef, ...known: number[]) =>
    store().intendDispatch(ref, {
      correlation: `${ref.repo}-${String(ref.issue)}`,
      at: AT,
      known,
    });

  describe("requests", () => {
    it("knows nothing of an issue that is no request", async () => {
      expect(await store().recordFor(request())).toBeUndefined();
    });

    it("opens a request once and answers with everything that it remembers of it", async () => {
      const shop = request();
      expect(await store().openRequest(shop, OPENING, AT)).toBe(true);
      expect(
        await store().openRequest(
          shop,
          { ...OPENING, requester: "mallory" },
          AT,
        ),
      ).toBe(false);
      expect(await store().recordFor(shop)).toEqual({
        requester: "ahmed",
        openedAt: AT,
        phase: "open",
        pins: [],
        answers: new Map(),
      });
    });

    it("does not tell the case of owner and repository apart", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      const shouted = { ...shop, owner: "ACME", repo: shop.repo.toUpperCase() };
      expect(await store().recordFor(shouted)).toBeDefined();
      expect(await store().openRequests(shouted)).toEqual([12]);
    });

    it("finds the request that a comment opened, and opens no second one for it", async () => {
      const shop = request();
      const fromComment: NewRequest = {
        ...OPENING,
        source: { kind: "comment", commentId: 77 },
      };
      await store().openRequest(shop, fromComment, AT);
      expect(await store().requestFromComment(shop, 77)).toBe(12);
      expect(await store().requestFromComment(shop, 78)).toBeUndefined();
      expect(
        await store().openRequest({ ...shop, issue: 13 }, fromComment, AT),
      ).toBe(false);
    });

    it("lists the requests that are not over", async () => {
      const shop = request();
      for (const issue of [14, 12, 13])
        await store().openRequest({ ...shop, issue }, OPENING, AT);
      await store().enterPhase({ ...shop, issue: 13 }, "denied", "no", AT);
      await store().enterPhase({ ...shop, issue: 14 }, "running", "go", AT);
      expect(await store().openRequests(shop)).toEqual([12, 14]);
    });

    it("enters a phase once and tells the audit trail", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      await store().enterPhase(shop, "dispatching", "all gates pass", AT);
      await store().enterPhase(shop, "dispatching", "all gates pass", LATER);
      expect(await store().recordFor(shop)).toMatchObject({
        phase: "dispatching",
        because: "all gates pass",
      });
      const trail = await store().auditOf(shop, "issue:12");
      expect(trail.filter(({ kind }) => kind === "phase")).toEqual([
        {
          owner: shop.owner,
          repo: shop.repo,
          at: AT,
          subject: "issue:12",
          kind: "phase",
          data: { phase: "dispatching", because: "all gates pass" },
        },
      ]);
    });

    it("keeps pins in the order in which they came into force, each once", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      const next = { ...PIN, digest: "sha256:bb", announcedBy: 5 };
      await store().addPin(shop, PIN, AT);
      await store().addPin(shop, PIN, AT);
      await store().addPin(shop, next, LATER);
      expect((await store().recordFor(shop))?.pins).toEqual([PIN, next]);
      const kinds = await store().auditOf(shop, "issue:12");
      expect(kinds.map(({ kind }) => kind)).toEqual(["opened", "pin", "pin"]);
    });

    it("remembers the one status comment and what it says", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      expect(await store().statusComment(shop)).toBeUndefined();
      await store().recordStatusComment(shop, { commentId: 5, hash: "a" });
      await store().recordStatusComment(shop, { commentId: 5, hash: "b" });
      expect(await store().statusComment(shop)).toEqual({
        commentId: 5,
        hash: "b",
      });
      expect((await store().recordFor(shop))?.statusCommentId).toBe(5);
    });

    it("keeps the latest answer to a comment, in any issue", async () => {
      const shop = request();
      await store().recordAnswer(shop, 9_000_000_009, "request-opened");
      await store().recordAnswer(shop, 9_000_000_009, "help");
      expect(await store().answersIn(shop)).toEqual(
        new Map([[9_000_000_009, "help"]]),
      );
    });
  });

  describe("dispatches", () => {
    it("answers with the intent that stands when one is written again", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      const first = await store().intendDispatch(shop, {
        correlation: `first-${shop.repo}`,
        at: AT,
        known: [],
      });
      const second = await store().intendDispatch(shop, {
        correlation: `second-${shop.repo}`,
        at: LATER,
        known: [],
      });
      expect(second).toEqual(first);
      expect(second).toEqual({
        correlation: `first-${shop.repo}`,
        intendedAt: AT,
        attempts: 0,
      });
    });

    it("lets one of two intents at the same moment win, and tells both which", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      const answers = await Promise.all(
        ["one", "two", "three"].map((name) =>
          store().intendDispatch(shop, {
            correlation: `${name}-${shop.repo}`,
            at: AT,
            known: [],
          }),
        ),
      );
      expect(new Set(answers.map((answer) => answer?.correlation)).size).toBe(
        1,
      );
    });

    it("counts attempts, keeps the first run, and finds the request by it", async () => {
      const shop = request();
      await store().openRequest(shop, OPENING, AT);
      await store().intendDispatch(shop, {
        correlation: shop.repo,
        at: AT,
        known: [],
      });
      await store().countDispatchAttempt(shop, AT);
      await store().countDispatchAttempt(shop, LATER);
      await store().recordDispatchedRun(shop, { id: 9_000_000_001, url: "u" });
      await store().recordDispatchedRun(shop, { id: 2, url: "v" });
      expect(await store().dispatchOf(shop)).toEqual({
        correlation: shop.repo,
        intendedAt: AT,
        attempts: 2,
        attemptedAt: LATER,
        run: { id: 9_000_000_001, url: "u" },
      });
      expect((await store().recordFor(shop))?.dispatch).toEqual({
        correlation: shop.repo,
        intendedAt: AT,
        attempts: 2,
        attemptedAt: LATER,
      });
      const because = "ahmed said so.";
      await store().recordWatched(shop, LATER);
      await store().recordWatched(shop, AT);
      await store().recordStop(shop, { because, at: AT });
      await store().recordStop(shop, { because: "lisa too.", at: LATER });
      expect((await store().recordFor(shop))?.dispatch).toMatchObject({
        watchedAt: LATER,
        stopped: { because, at: AT },
      });
      expect(await store().requestOfRun(shop, 9_000_000_001)).toBe(12);
      expect(await store().requestOfRun(shop, 2)).toBeUndefined();
    });
  });

  describe("dispatches of several requests", () => {
    it("lets one of two requests that did not know of each other get in, and does nothing for the other", async () => {
      const refs = await requests(1, 2, 3);
      const answers = await Promise.all(refs.map((ref) => intend(ref)));
      expect(answers.filter((answer) => answer !== undefined)).toHaveLength(1);
      const standing = await Promise.all(
        refs.map((ref) => store().dispatchOf(ref)),
      );
      expect(standing.filter((one) => one !== undefined)).toHaveLength(1);
    });

    it("lets the other in as soon as it knows of the first", async () => {
      const [one, two] = await requests(1, 2);
      if (!one || !two) throw new Error("two requests are needed");
      await intend(one);
      expect(await intend(two)).toBeUndefined();
      expect(await intend(two, 1)).toMatchObject({ attempts: 0 });
    });

    it("tells of the others that are not over, with what they start", async () => {
      const [one, two] = await requests(1, 2);
      if (!one || !two) throw new Error("two requests are needed");
      expect(await store().otherDispatches(two)).toEqual([]);
      await intend(one);
      await store().recordDispatchedRun(one, { id: 9_000_000_001, url: "u" });
      expect(await store().otherDispatches(one)).toEqual([]);
      expect(await store().otherDispatches(two)).toEqual([
        {
          issue: 1,
          experiment: "experiment-1",
          environment: "production",
          correlation: `${one.repo}-1`,
          intendedAt: AT,
          attempts: 0,
          run: { id: 9_000_000_001, url: "u" },
        },
      ]);
      await store().enterPhase(one, "finished", "It is over.", LATER);
      expect(await store().otherDispatches(two)).toEqual([]);
      expect(await intend(two)).toMatchObject({ attempts: 0 });
    });
  });

  describe("runs and failures", () => {
    it("remembers a run's attempt once, and each attempt apart", async () => {
      const shop = repository();
      expect(await store().recordRun(shop, RUN, AT)).toBe(true);
      expect(
        await store().recordRun(shop, { ...RUN, verdict: "dry" }, AT),
      ).toBe(false);
      const again: RunRecord = {
        ...RUN,
        attempt: 2,
        summary: "…",
        request: 12,
      };
      expect(await store().recordRun(shop, again, AT)).toBe(true);
      expect(await store().recordedRun(shop, RUN.run, 1)).toEqual(RUN);
      expect(await store().recordedRun(shop, RUN.run, 2)).toEqual(again);
      expect(await store().recordedRun(shop, RUN.run, 3)).toBeUndefined();
    });

    it("lists the runs of a digest in an environment, the latest first", async () => {
      const shop = repository();
      await store().recordRun(shop, { ...RUN, run: 1, endedAt: AT }, AT);
      await store().recordRun(shop, { ...RUN, run: 2, endedAt: LATER }, AT);
      await store().recordRun(
        shop,
        { ...RUN, run: 3, digest: "sha256:bb" },
        AT,
      );
      await store().recordRun(shop, { ...RUN, run: 4, environment: "qa" }, AT);
      const runs = await store().runsOf(shop, {
        environment: "staging",
        digest: "sha256:aa",
      });
      expect(runs.map(({ run }) => run)).toEqual([2, 1]);
    });

    it("names the failures that no issue tells of, until one does", async () => {
      const shop = repository();
      const failure = {
        ...shop,
        experiment: RUN.experiment,
        environment: RUN.environment,
      };
      const failed = { ...RUN, verdict: "deviated", failed: true } as const;
      await store().recordRun(shop, { ...failed, run: 2, endedAt: LATER }, AT);
      await store().recordRun(shop, { ...failed, run: 1, endedAt: AT }, AT);
      await store().recordRun(shop, { ...RUN, run: 3 }, AT);
      expect(await store().failuresToFile(shop)).toEqual([
        { experiment: RUN.experiment, environment: RUN.environment },
      ]);
      const unfiled = await store().unfiledFailures(failure);
      expect(unfiled.map(({ run }) => run)).toEqual([1, 2]);

      await store().recordFiled(failure, 30, unfiled, AT);
      expect(await store().failuresToFile(shop)).toEqual([]);
      expect(await store().failureIssue(failure)).toEqual({
        issue: 30,
        count: 2,
      });
    });

    it("counts a run once, and counts anew in another issue", async () => {
      const shop = repository();
      const failure = { ...shop, experiment: "e", environment: "staging" };
      const failed: RunRecord = { ...RUN, experiment: "e", failed: true };
      for (const run of [1, 2, 3])
        await store().recordRun(shop, { ...failed, run }, AT);
      await store().recordFiled(failure, 30, [{ run: 1, attempt: 1 }], AT);
      await store().recordFiled(
        failure,
        30,
        [
          { run: 1, attempt: 1 },
          { run: 2, attempt: 1 },
        ],
        AT,
      );
      expect((await store().failureIssue(failure))?.count).toBe(2);
      await store().recordFiled(failure, 31, [{ run: 3, attempt: 1 }], AT);
      expect(await store().failureIssue(failure)).toEqual({
        issue: 31,
        count: 1,
      });
    });
  });

  it("never reads comments from an earlier time than before", async () => {
    const shop = repository();
    expect(await store().commentsReadTo(shop)).toBeUndefined();
    await store().recordCommentsReadTo(shop, LATER);
    await store().recordCommentsReadTo(shop, AT);
    expect(await store().commentsReadTo(shop)).toEqual(LATER);
  });

  describe("decisions", () => {
    it("keeps one that says something new, and each that allows", async () => {
      const shop = request();
      for (const says of ["waits", "waits", "opens", "waits"])
        await store().recordDecision(shop, decided(says));
      const go = decided("go", { decision: "allow" });
      await store().recordDecision(shop, go);
      await store().recordDecision(shop, go);
      expect(await store().decisionsOf(shop)).toEqual([
        '{"of":"waits"}',
        '{"of":"opens"}',
        '{"of":"waits"}',
        '{"of":"go"}',
        '{"of":"go"}',
      ]);
    });

    it("gives a record back to the letter, with keys in their order and characters that the database does not know", async () => {
      const shop = request();
      const record = String.raw`{"zz":1,"a":{"$date":null},"nul":"\u0000","half":"\ud800","n":1.0}`;
      await store().recordDecision(shop, decided("odd", { record }));
      expect(await store().decisionsOf(shop)).toEqual([record]);
    });

    it("remembers that there was one where its record is too large to be kept", async () => {
      const shop = request();
      const large = { at: AT, decision: "hold" as const, says: "large" };
      await store().recordDecision(shop, large);
      expect(await store().decisionsOf(shop)).toEqual([]);
      expect(await store().auditOf(shop, "issue:12")).toMatchObject([
        { kind: "decision", data: { decision: "hold", says: "large" } },
      ]);
    });

    it("answers with the 200 latest of a request, oldest first", async () => {
      const shop = request();
      for (let number = 0; number < 203; number += 1)
        await store().recordDecision(shop, decided(String(number)));
      const records = await store().decisionsOf(shop);
      expect(records).toHaveLength(200);
      expect(records.at(0)).toBe('{"of":"3"}');
      expect(records.at(-1)).toBe('{"of":"202"}');
    });

    it("answers with the latest of each request of the last 30 days, the latest first", async () => {
      const shop = repository();
      const other = repository();
      const on = (issue: number) => ({ ...shop, issue });
      const at = new Date(LATER.getTime() - 30 * 86_400_000 - 1);
      await store().recordDecision(on(1), decided("old", { at }));
      await store().recordDecision(on(2), decided("first", { at: LATER }));
      await store().recordDecision(on(3), decided("third", { at: LATER }));
      await store().recordDecision(on(2), decided("second", { at: LATER }));
      await store().recordDecision(
        { ...other, issue: 4 },
        decided("elsewhere", { at: LATER }),
      );
      expect(await store().latestDecisions(shop, LATER)).toEqual([
        '{"of":"second"}',
        '{"of":"third"}',
      ]);
    });
  });
});
