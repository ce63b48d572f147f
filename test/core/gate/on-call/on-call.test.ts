import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../../core/gate/fact.ts";
import type { Rota, Shift } from "../../../../core/gate/facts.ts";
import { onCall, runFrom } from "../../../../core/gate/on-call/on-call.ts";
import { evidenceFrom, factsWith, NOW, rota } from "../world.ts";

const SETTINGS = { roles: ["backend-lead", "dba"], for: "run" as const };
const MINUTE = 60_000;
const minutes = (count: number) => new Date(NOW.getTime() + count * MINUTE);
const RUN = runFrom(NOW, 15 * MINUTE);
const SARAH = rota("backend-lead", "sarah");

function judge(...rotas: Rota[]) {
  const facts = factsWith({ onCall: known(rotas, evidenceFrom("rota")) });
  return onCall(SETTINGS, facts, RUN);
}

/** The gate where the dba's rota is this, and the other role has somebody. */
function judgeDba(...shifts: Shift[]) {
  return judge(SARAH, { role: "dba", shifts: known(shifts) });
}

const gapOf = (...shifts: Shift[]) => {
  const verdict = judgeDba(...shifts);
  return verdict.code === "nobody" ? verdict.values.gaps[0] : verdict.code;
};

describe("the gate on_call", () => {
  it("passes where each role has somebody, and shows who", () => {
    expect(
      judge(rota("backend-lead", "sarah", "mike"), rota("dba", "john")),
    ).toEqual({
      gate: "on_call",
      status: "pass",
      code: "covered",
      values: {
        run: RUN,
        covered: [
          {
            role: "backend-lead",
            turns: [{ people: ["sarah", "mike"], from: NOW }],
          },
          { role: "dba", turns: [{ people: ["john"], from: NOW }] },
        ],
        doubled: [],
      },
      evidence: [evidenceFrom("rota")],
    });
  });

  it("fails where a role is absent, empty, or filled by a blank name", () => {
    for (const rotas of [
      [SARAH],
      [SARAH, rota("dba")],
      [SARAH, rota("dba", " ")],
    ])
      expect(judge(...rotas)).toMatchObject({
        status: "fail",
        code: "nobody",
        values: {
          gaps: [{ role: "dba", from: NOW, left: [] }],
          covered: [{ role: "backend-lead" }],
        },
      });
  });

  it("passes with a hand-over within the run, and shows it", () => {
    expect(
      judgeDba(
        { person: "john", until: minutes(10) },
        { person: "lisa", from: minutes(10) },
      ),
    ).toMatchObject({
      status: "pass",
      values: {
        covered: [
          { role: "backend-lead" },
          {
            role: "dba",
            turns: [
              { people: ["john"], from: NOW },
              { people: ["lisa"], from: minutes(10) },
            ],
          },
        ],
      },
    });
  });

  it("shows one person who holds several roles, however their login is written", () => {
    expect(judge(SARAH, rota("dba", "john", "Sarah"))).toMatchObject({
      values: {
        doubled: [{ person: "sarah", roles: ["backend-lead", "dba"] }],
      },
    });
  });

  it("fails with the moment in which a gap within the run begins, and in which it ends", () => {
    expect(gapOf({ person: "john", until: minutes(10) })).toEqual({
      role: "dba",
      from: minutes(10),
      left: [],
    });
    expect(
      gapOf(
        { person: "john", until: minutes(10) },
        { person: "lisa", from: minutes(11) },
      ),
    ).toMatchObject({ from: minutes(10), until: minutes(11) });
  });

  it("looks at the run alone: what comes after it, or was before, does not matter", () => {
    expect(gapOf({ person: "john", until: minutes(15) })).toBe("covered");
    expect(gapOf({ person: "john", until: minutes(14) })).toMatchObject({
      from: minutes(14),
    });
    expect(gapOf({ person: "john", from: NOW })).toBe("covered");
    expect(gapOf({ person: "john", until: NOW })).toMatchObject({ from: NOW });
  });

  it("does not count who may not read the repository any more, and names them", () => {
    expect(
      gapOf({ person: "john", until: minutes(5) }, { left: "lisa" }),
    ).toMatchObject({ from: minutes(5), left: ["lisa"] });
    expect(gapOf({ person: "john" }, { left: "lisa" })).toBe("covered");
  });

  it("is not known where somebody is on call of whom the policy does not say who they are", () => {
    const jane = { stranger: "Jane Doe", from: minutes(5) };
    expect(judgeDba({ person: "john" }, jane)).toMatchObject({
      status: "unknown",
      code: "rota-not-known",
      values: {
        unread: [
          { role: "dba", why: "stranger", user: "Jane Doe", from: minutes(5) },
        ],
      },
    });
    expect(gapOf({ person: "john" }, { ...jane, from: minutes(15) })).toBe(
      "covered",
    );
    expect(gapOf(jane)).toMatchObject({ from: NOW, until: minutes(5) });
  });

  it("is not known where a rota could not be read, or only up to a moment within the run", () => {
    const read: Rota = { ...rota("dba", "john"), knownUntil: minutes(15) };
    expect(judge(SARAH, read)).toMatchObject({ status: "pass" });
    expect(judge(SARAH, { ...read, knownUntil: minutes(14) })).toMatchObject({
      status: "unknown",
      values: { unread: [{ role: "dba", why: "too-far" }] },
    });
    const down = unknown("it is down", evidenceFrom("pagerduty"));
    expect(judge(SARAH, { role: "dba", shifts: down })).toMatchObject({
      status: "unknown",
      values: {
        unread: [{ role: "dba", why: "unreadable", reason: "it is down" }],
      },
      evidence: [evidenceFrom("rota"), evidenceFrom("pagerduty")],
    });
  });

  it("fails where one role has a gap and another can't be read", () => {
    expect(
      judge({ role: "backend-lead", shifts: unknown("it is down") }),
    ).toMatchObject({ status: "fail", values: { gaps: [{ role: "dba" }] } });
  });

  it("finds nobody in a role that is called like something of JavaScript's own", () => {
    const facts = factsWith({ onCall: known([]) });
    expect(
      onCall({ roles: ["constructor"], for: "run" }, facts, RUN),
    ).toMatchObject({
      status: "fail",
      values: { gaps: [{ role: "constructor" }] },
    });
  });

  it("does not know where nothing of the rota could be read", () => {
    const facts = factsWith({ onCall: unknown("no rota") });
    expect(onCall(SETTINGS, facts, RUN)).toMatchObject({
      status: "unknown",
      code: "not-known",
      values: { reason: "no rota" },
    });
  });
});
