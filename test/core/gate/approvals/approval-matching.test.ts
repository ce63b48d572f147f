import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  couldFill,
  coverRoles,
  neverCovered,
} from "../../../../core/gate/approvals/approval-matching.ts";
import type { RoleHolder } from "../../../../core/gate/facts.ts";
import { offersOf, ROTA, THREE_ROLES } from "../rota.ts";

function seats(covered: RoleHolder[]): Record<string, string> {
  return Object.fromEntries(covered.map(({ role, person }) => [role, person]));
}

/** Each role by itself: one person may fill several. */
function apart(roles: readonly string[]): string[][] {
  return roles.map((role) => [role]);
}

function contests(roles: readonly string[], distinct: boolean) {
  return distinct ? [roles] : apart(roles);
}

describe("covering roles", () => {
  it("gives everybody the role in which they are primary", () => {
    const { covered, missing } = coverRoles(
      [THREE_ROLES],
      offersOf("mike", "ahmed", "sarah"),
    );
    expect(seats(covered)).toEqual({
      "incident-commander": "ahmed",
      "backend-lead": "sarah",
      "devops-lead": "mike",
    });
    expect(missing).toEqual([]);
  });

  it("lets a secondary stand in, and moves others along where that covers more", () => {
    const { covered, missing } = coverRoles(
      [["incident-commander", "backend-lead"]],
      offersOf("sarah", "mike"),
    );
    expect(seats(covered)).toEqual({
      "incident-commander": "sarah",
      "backend-lead": "mike",
    });
    expect(missing).toEqual([]);
  });

  it("counts one person once where people have to be distinct, and in each role where they need not be", () => {
    const offers = offersOf("sarah", "mike");
    expect(coverRoles([THREE_ROLES], offers).missing).toHaveLength(1);
    expect(coverRoles(apart(THREE_ROLES), offers)).toMatchObject({
      missing: [],
    });
  });

  it("takes logins that differ in case for one person", () => {
    const offers: RoleHolder[] = [
      { role: "a", person: "Sarah", rank: "primary" },
      { role: "b", person: "sarah", rank: "primary" },
    ];
    expect(coverRoles([["a", "b"]], offers).missing).toHaveLength(1);
  });
});

/** Who could fill the role after these approvals, where people have to be distinct. */
function fillers(
  role: string,
  approved: RoleHolder[],
  possible: RoleHolder[],
  roles = THREE_ROLES,
): string[] {
  const coverage = coverRoles([roles], approved);
  return couldFill(role, coverage, approved, possible, [roles]);
}

describe("who could fill a missing role", () => {
  it("names its holders, the primary first", () => {
    expect(fillers("devops-lead", offersOf("sarah"), ROTA)).toEqual([
      "mike",
      "ahmed",
    ]);
  });

  it("leaves out holders who are needed elsewhere", () => {
    expect(fillers("devops-lead", offersOf("sarah", "ahmed"), ROTA)).toEqual([
      "mike",
    ]);
  });

  it("names somebody who frees a holder where all holders of the role are taken", () => {
    const possible: RoleHolder[] = [
      { role: "a", person: "yu", rank: "primary" },
      { role: "a", person: "xi", rank: "secondary" },
      { role: "b", person: "yu", rank: "secondary" },
    ];
    const approved = possible.filter(({ person }) => person === "yu");
    expect(fillers("b", approved, possible, ["a", "b"])).toEqual(["xi"]);
  });

  it("names its holders where no single person is enough", () => {
    const possible: RoleHolder[] = [
      { role: "a", person: "yu", rank: "primary" },
      { role: "a", person: "xi", rank: "secondary" },
      { role: "b", person: "yu", rank: "secondary" },
    ];
    // yu approved as `a` only: yu has to approve as `b`, and xi as `a`.
    const approved = possible.slice(0, 1);
    expect(fillers("b", approved, possible, ["a", "b"])).toEqual(["yu"]);
  });
});

describe("roles that can never be covered", () => {
  it("says that three roles need three people and only two are left when ahmed asks himself", () => {
    const others = ROTA.filter(({ person }) => person !== "ahmed");
    const shortage = neverCovered([THREE_ROLES], others);
    expect(shortage?.roles.toSorted()).toEqual(THREE_ROLES.toSorted());
    expect(shortage?.people.toSorted()).toEqual(["mike", "sarah"]);
    expect(neverCovered(apart(THREE_ROLES), others)).toBeUndefined();
  });

  it("names only the roles that lack people", () => {
    expect(neverCovered([["dba", "security"]], ROTA)).toEqual({
      roles: ["security"],
      people: [],
    });
  });
});

/** Every way to fill roles, as [roles filled, primaries among them]. */
function outcomes(
  [role, ...rest]: string[],
  all: RoleHolder[],
  distinct: boolean,
  taken: string[] = [],
): [number, number][] {
  if (role === undefined) return [[0, 0]];
  const empty = outcomes(rest, all, distinct, taken);
  const filled = all
    .filter((one) => one.role === role)
    .filter(({ person }) => !taken.includes(person.toLowerCase()))
    .flatMap((one) =>
      outcomes(
        rest,
        all,
        distinct,
        distinct ? [...taken, one.person.toLowerCase()] : [],
      ).map(([count, primaries]): [number, number] => [
        count + 1,
        primaries + (one.rank === "primary" ? 1 : 0),
      ]),
    );
  return [...empty, ...filled];
}

describe("against brute force", () => {
  const roleNames = ["a", "b", "c", "d"];
  const offer = fc.record({
    role: fc.constantFrom(...roleNames, "elsewhere"),
    person: fc.constantFrom("p", "q", "r", "s", "t", "P"),
    rank: fc.constantFrom("primary" as const, "secondary" as const),
  });
  const roles = fc.subarray(roleNames, { minLength: 1 });
  const offers = fc.array(offer, { maxLength: 12 });
  const cases = [roles, offers, fc.boolean()] as const;

  it("covers as many roles as possible, with as many primaries as possible", () => {
    fc.assert(
      fc.property(...cases, (wanted, all, distinct) => {
        const { covered, missing } = coverRoles(
          contests(wanted, distinct),
          all,
        );
        const best = outcomes(wanted, all, distinct).toSorted(
          (one, other) => other[0] - one[0] || other[1] - one[1],
        )[0];
        const primaries = covered.filter(({ rank }) => rank === "primary");
        expect([covered.length, primaries.length]).toEqual(best);
        expect([...covered.map(({ role }) => role), ...missing].toSorted())
          // Each role is covered or missing, never both.
          .toEqual(wanted.toSorted());
        for (const seat of covered) expect(all).toContain(seat);
        const people = covered.map(({ person }) => person.toLowerCase());
        const different = new Set(people).size === people.length;
        expect(different || !distinct).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("finds a shortage exactly where no choice fills every role, and its roles outnumber its people", () => {
    fc.assert(
      fc.property(...cases, (wanted, all, distinct) => {
        const most = Math.max(
          ...outcomes(wanted, all, distinct).map(([count]) => count),
        );
        const shortage = neverCovered(contests(wanted, distinct), all);
        expect(shortage === undefined).toBe(most === wanted.length);
        if (!shortage) return;
        expect(shortage.roles.length).toBeGreaterThan(shortage.people.length);
        const able = all
          .filter(({ role }) => shortage.roles.includes(role))
          .map(({ person }) => person.toLowerCase());
        expect(
          shortage.people.map((person) => person.toLowerCase()).toSorted(),
        ).toEqual([...new Set(able)].toSorted());
      }),
      { numRuns: 500 },
    );
  });

  it("always knows somebody who could fill a missing role while the roles can be filled, and their yes does it", () => {
    fc.assert(
      fc.property(
        ...cases,
        fc.infiniteStream(fc.boolean()),
        (wanted, possible, distinct, coin) => {
          fc.pre(!neverCovered(contests(wanted, distinct), possible));
          // Some people have approved, in all of their roles.
          const approvers = new Set(
            possible
              .map(({ person }) => person.toLowerCase())
              .filter(() => coin.next().value),
          );
          const approved = possible.filter(({ person }) =>
            approvers.has(person.toLowerCase()),
          );
          const coverage = coverRoles(contests(wanted, distinct), approved);
          for (const role of coverage.missing) {
            const people = couldFill(
              role,
              coverage,
              approved,
              possible,
              contests(wanted, distinct),
            );
            expect(people).not.toEqual([]);
            for (const person of people) {
              const theirs = possible.filter(
                (one) => one.person.toLowerCase() === person.toLowerCase(),
              );
              const after = coverRoles(contests(wanted, distinct), [
                ...approved,
                ...theirs,
              ]);
              expect(after.covered.length).toBeGreaterThan(
                coverage.covered.length,
              );
            }
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
