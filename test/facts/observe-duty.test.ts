import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { commitMemory } from "../../facts/commit-memory.ts";
import { observeDuty } from "../../facts/observe-duty.ts";
import { parsePolicy } from "../../core/policy/parse.ts";
import { ruleFor } from "../../core/policy/rule.ts";
import { createPagerDuty } from "../../providers/pagerduty/pagerduty.ts";
import { startPagerDuty } from "../../sandbox/services/pagerduty.ts";
import { FakeRepository } from "../app/reconciler/fake-repository.ts";
import { POLICY } from "../app/reconciler/world.ts";

const NOW = new Date("2026-03-03T10:00:00.000Z");
const HOUR = 3_600_000;
const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR);
const ROTA = "{ on_call: { pagerduty: { schedule: PROTA01 } } }";
const PEOPLE = `
people:
  mike: { pagerduty: PMIKE01 }
  sarah: { emails: [Sarah@odavl.test] }
`;

const pagerduty = await startPagerDuty();
afterAll(() => pagerduty.stop());
beforeEach(() => {
  pagerduty.rotas.clear();
  pagerduty.users.clear();
  pagerduty.users.set("PSARAH1", { name: "Sarah", email: "sarah@odavl.test" });
  pagerduty.users.set("PJANE01", { name: "Jane", email: "jane@odavl.test" });
});

/** Hours before and after now. */
function rota(...shifts: [string, number, number][]): void {
  pagerduty.rotas.set("PROTA01", {
    kind: "shifts",
    shifts: shifts.map(([user, from, until]) => ({
      user,
      start: at(from).toISOString(),
      end: at(until).toISOString(),
    })),
  });
}

function invited(mail: string, parameters: string): string {
  return `ATTENDEE;${parameters}:mailto:${mail}@odavl.test`;
}

function repository(): FakeRepository {
  const github = new FakeRepository(() => NOW);
  for (const person of ["ahmed", "sarah", "mike"]) {
    github.permissions.set(person, "read");
  }
  return github;
}

async function duty(
  devopsLead: string,
  github = repository(),
  services: Parameters<typeof observeDuty>[0]["services"] = {
    pagerduty: createPagerDuty(pagerduty),
  },
) {
  const text = POLICY.replace(
    "{ primary: mike, secondary: ahmed }",
    devopsLead,
  );
  const parsed = parsePolicy(text + PEOPLE);
  if (!parsed.ok) throw new Error("the policy of the tests is wrong");
  const found = ruleFor(parsed.policy, "production");
  if (!found.ok) throw new Error("the policy has no production");
  const { commit } = await github.head();
  return observeDuty(
    { github, memory: commitMemory(), services },
    { policy: parsed.policy, rule: found.rule, commit },
    NOW,
  );
}

async function holdersOf(...asked: Parameters<typeof duty>) {
  const { holders: fact } = await duty(...asked);
  if (!fact.known) return fact.reason;
  return fact.value.filter(({ role }) => role === "devops-lead");
}

/** A time of the day in question, as an iCalendar file has it. */
const event = (from: string, until: string, ...rest: string[]) => [
  "BEGIN:VEVENT",
  `DTSTART:20260303T${from}Z`,
  `DTEND:20260303T${until}Z`,
  ...rest,
  "END:VEVENT",
];

const named = (who: string) => `{ primary: ${who} }`;
const peopleIn = async (github: FakeRepository, who: string) => {
  const found = await holdersOf(named(who), github);
  return typeof found === "string" ? found : found.map(({ person }) => person);
};

async function shiftsOf(...asked: Parameters<typeof duty>) {
  const { onCall } = await duty(...asked);
  const rotas = onCall.known ? onCall.value : [];
  const fact = rotas.find(({ role }) => role === "devops-lead")?.shifts;
  return fact?.known ? fact.value : fact?.reason;
}

describe("who holds a role", () => {
  it("is whom the policy names", async () => {
    expect(await peopleIn(repository(), "mike")).toEqual(["mike"]);
  });

  it("is every member of the team that it names", async () => {
    const github = repository();
    github.teams.set("odavl/devops", ["mike", "sarah"]);
    expect(await peopleIn(github, "odavl/devops")).toEqual(["mike", "sarah"]);
  });

  it("is nobody who lost access to the repository, in a team or not", async () => {
    const github = repository();
    github.teams.set("odavl/devops", ["mike", "gone"]);
    expect(await peopleIn(github, "odavl/devops")).toEqual(["mike"]);
    expect(await peopleIn(github, "gone")).toEqual([]);
    expect(await shiftsOf(named("gone"))).toEqual([{ left: "gone" }]);
  });

  it("stays the team where its members can't be read, and nobody is known to be on call for it", async () => {
    const github = repository();
    expect(await peopleIn(github, "odavl/devops")).toEqual(["odavl/devops"]);
    github.breakDown("teamMembers");
    expect(await peopleIn(github, "odavl/devops")).toEqual(["odavl/devops"]);
    expect(await shiftsOf(named("odavl/devops"), github)).toContain(
      "odavl/devops",
    );
  });

  it("is unknown, with the reason, where GitHub does not tell who has access", async () => {
    const github = repository();
    github.breakDown("permission");
    expect(await peopleIn(github, "mike")).toContain("permission answered 503");
  });
});

describe("who holds a role that a rota fills", () => {
  it("is whoever is on call now, by their id or their e-mail address; who was before holds it for what they approved then", async () => {
    rota(["PMIKE01", -6, -2], ["PSARAH1", -2, 2], ["PMIKE01", 2, 8]);
    const role = { role: "devops-lead", rank: "primary" };
    expect(await holdersOf(ROTA)).toEqual([
      { ...role, person: "sarah", handsOverAt: at(2) },
      { ...role, person: "mike", during: { from: at(-6), until: at(-2) } },
    ]);
    expect(await shiftsOf(ROTA)).toEqual([
      { person: "mike", from: at(-6), until: at(-2) },
      { person: "sarah", from: at(-2), until: at(2) },
      { person: "mike", from: at(2), until: at(8) },
    ]);
  });

  it("is whom the policy names, too, and they are not on call for that", async () => {
    rota(["PSARAH1", -2, 2]);
    const both = ROTA.replace("{ on_call", "{ primary: ahmed, on_call");
    expect(await holdersOf(both)).toMatchObject([
      { person: "sarah" },
      { person: "ahmed" },
    ]);
    expect(await shiftsOf(both)).toMatchObject([{ person: "sarah" }]);
  });

  it("stays the rota's name while nobody is on call, and where the policy does not say who it is", async () => {
    rota(["PSARAH1", 2, 4]);
    const person = "pagerduty:schedule/PROTA01";
    expect(await holdersOf(ROTA)).toMatchObject([{ person, vacant: true }]);

    rota(["PJANE01", -2, 4]);
    const [jane, ...others] = await holdersOf(ROTA);
    expect(jane).toEqual({
      role: "devops-lead",
      person,
      rank: "primary",
      handsOverAt: at(4),
    });
    expect(others).toEqual([]);
    expect(await shiftsOf(ROTA)).toEqual([
      {
        stranger: "Jane, j…@odavl.test (PJANE01)",
        from: at(-2),
        until: at(4),
      },
    ]);
  });

  it("is nobody who may not read the repository any more, now or in the run", async () => {
    const github = repository();
    github.permissions.delete("mike");
    rota(["PSARAH1", -1, 0.1], ["PMIKE01", 0.1, 8]);
    expect(await shiftsOf(ROTA, github)).toMatchObject([
      { person: "sarah" },
      { left: "mike" },
    ]);
    rota(["PMIKE01", -1, 8]);
    expect(await holdersOf(ROTA, github)).toEqual([]);
  });

  it("is not known where the rota can't be read, and the other roles are known all the same", async () => {
    const { holders: fact } = await duty(ROTA);
    expect(fact).toMatchObject({
      known: true,
      value: expect.arrayContaining([
        { role: "backend-lead", person: "sarah", rank: "primary" },
        {
          role: "devops-lead",
          person: "pagerduty:schedule/PROTA01",
          rank: "primary",
        },
      ]),
    });
    expect(await shiftsOf(ROTA)).toMatch(
      /^PagerDuty answered HTTP 404: it has nothing by the id/,
    );
  });

  it.each([
    [
      "pagerduty: { schedule: P1 }",
      "no PagerDuty is set up",
      "PAGERDUTY_TOKEN",
    ],
    [
      "grafana: { schedule: S1 }",
      "no Grafana IRM is set up",
      "GRAFANA_IRM_URL",
    ],
    [
      "incident_io: { schedule: I1 }",
      "no incident.io is set up",
      "INCIDENT_IO_TOKEN",
    ],
  ])(
    "is not known by %s where the operator has set up none",
    async (source, says, variable) => {
      const reason = await shiftsOf(
        `{ on_call: { ${source} } }`,
        repository(),
        {},
      );
      expect(reason).toContain(says);
      expect(reason).toContain(variable);
    },
  );

  it("is by a calendar whoever attends its events, or whose login is their title", async () => {
    const github = repository();
    const calendar = [
      "BEGIN:VCALENDAR",
      ...event("080000", "110000", "ATTENDEE;CN=Sarah:mailto:sarah@odavl.test"),
      ...event("110000", "120000", "SUMMARY:Mike"),
      ...event("120000", "130000", "SUMMARY:Mike, Jane"),
      "END:VCALENDAR",
    ].join("\n");
    github.commit({ ".github/rota.ics": calendar });
    const byCalendar = "{ on_call: { calendar: .github/rota.ics } }";
    expect(await holdersOf(byCalendar, github)).toMatchObject([
      { person: "sarah" },
    ]);
    expect(await shiftsOf(byCalendar, github)).toEqual([
      { person: "sarah", from: at(-2), until: at(1) },
      { person: "mike", from: at(1), until: at(2) },
      { person: "mike", from: at(2), until: at(3) },
      { stranger: "jane", from: at(2), until: at(3) },
    ]);
  });

  it("is by a calendar nobody who declined, and no room", async () => {
    const github = repository();
    const calendar = [
      "BEGIN:VCALENDAR",
      ...event(
        "080000",
        "110000",
        invited("sarah", "PARTSTAT=ACCEPTED"),
        invited("mike", "PARTSTAT=DECLINED"),
        invited("war-room", "CUTYPE=ROOM"),
      ),
      ...event("110000", "120000", invited("mike", "PARTSTAT=declined")),
      ...event("120000", "130000", "SUMMARY:Mike\\, "),
      "END:VCALENDAR",
    ].join("\n");
    github.commit({ ".github/rota.ics": calendar });
    const byCalendar = "{ on_call: { calendar: .github/rota.ics } }";
    expect(await shiftsOf(byCalendar, github)).toEqual([
      { person: "sarah", from: at(-2), until: at(1) },
      { person: "mike", from: at(2), until: at(3) },
    ]);
  });

  it.each([
    ["is not there", undefined, "the repository has no such file"],
    ["is none", "sarah", "is no calendar|does not begin"],
  ])("is not known by a calendar that %s", async (_, text, says) => {
    const github = repository();
    github.commit(text === undefined ? {} : { ".github/rota.ics": text });
    const reason = await shiftsOf(
      "{ on_call: { calendar: .github/rota.ics } }",
      github,
    );
    expect(reason).toMatch(new RegExp(`.github/rota.ics:? (${says})`));
  });
});
