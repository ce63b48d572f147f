import { describe, expect, it } from "vitest";
import { known, unknown } from "../../../core/gate/fact.ts";
import { onCall } from "../../../core/gate/on-call.ts";
import { evidenceFrom, factsWith } from "./world.ts";

const SETTINGS = { roles: ["backend-lead", "dba"], for: "run" as const };

function judge(rota: Record<string, string[]>) {
  const facts = factsWith({ onCall: known(rota, evidenceFrom("rota")) });
  return onCall(SETTINGS, facts);
}

describe("the gate on_call", () => {
  it("passes where each role has somebody, and shows who", () => {
    expect(
      judge({ "backend-lead": ["sarah", "mike"], dba: ["john"], security: [] }),
    ).toEqual({
      gate: "on_call",
      status: "pass",
      code: "covered",
      values: {
        covered: [
          { role: "backend-lead", people: ["sarah", "mike"] },
          { role: "dba", people: ["john"] },
        ],
      },
      evidence: [evidenceFrom("rota")],
    });
  });

  it("fails where a role is absent, empty, or filled by a blank name", () => {
    const empties: Record<string, string[]>[] = [
      { "backend-lead": ["sarah"] },
      { "backend-lead": ["sarah"], dba: [] },
      { "backend-lead": ["sarah"], dba: [" "] },
    ];
    for (const rota of empties)
      expect(judge(rota)).toMatchObject({
        status: "fail",
        code: "nobody",
        values: {
          empty: ["dba"],
          covered: [{ role: "backend-lead", people: ["sarah"] }],
        },
      });
  });

  it("finds nobody in a role that is called like something of JavaScript's own", () => {
    const facts = factsWith({ onCall: known({}) });
    expect(onCall({ roles: ["constructor"], for: "run" }, facts)).toMatchObject(
      { status: "fail", values: { empty: ["constructor"] } },
    );
  });

  it("does not know where the rota could not be read", () => {
    const facts = factsWith({ onCall: unknown("no rota") });
    expect(onCall(SETTINGS, facts)).toMatchObject({
      status: "unknown",
      code: "not-known",
      values: { reason: "no rota" },
    });
  });
});
