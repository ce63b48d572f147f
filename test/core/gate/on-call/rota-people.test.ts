import { describe, expect, it } from "vitest";
import {
  toShift,
  type RotaUser,
} from "../../../../core/gate/on-call/rota-people.ts";
import { people } from "../../../../core/policy/roles.ts";

const PEOPLE = people.parse({
  ahmed: {
    emails: ["ahmed@odavl.test", "a.k@odavl.test"],
    pagerduty: "PAHMED",
  },
  sarah: { grafana: "PAHMED" },
});

const shiftOf = (user: RotaUser) => toShift({ user }, "pagerduty", PEOPLE);

describe("a user of a service", () => {
  it("is the person whom the policy gives their id in that service", () => {
    expect(shiftOf({ id: "PAHMED", email: "else@odavl.test" })).toEqual({
      person: "ahmed",
    });
  });

  it("is the person with their e-mail address, however it is written", () => {
    expect(shiftOf({ id: "P1", email: "A.K@odavl.test" })).toEqual({
      person: "ahmed",
    });
  });

  it("is a stranger otherwise, with what the service tells of them, and their address in part", () => {
    const email = "jane.doe@odavl.test";
    expect(shiftOf({ id: "P1", name: "Jane", email })).toEqual({
      stranger: "Jane, j…@odavl.test (P1)",
    });
    expect(shiftOf({ id: "P1" })).toEqual({ stranger: "P1" });
    expect(shiftOf({ id: email, email })).toEqual({
      stranger: "j…@odavl.test",
    });
    expect(shiftOf({ id: "P1", name: email })).toEqual({
      stranger: "j…@odavl.test (P1)",
    });
  });
});
