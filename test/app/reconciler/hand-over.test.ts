import { expect, it } from "vitest";
import { storeForTests } from "./store-for-tests.ts";
import { POLICY_PATH, World } from "./world.ts";

const store = storeForTests();
const HOUR = 3_600_000;

const POLICY = `
version: 1
roles:
  dba: { on_call: { calendar: rota.ics } }
people:
  sarah: {}
  mike: {}
environments:
  production:
    workflow: chaos-tests.yml
    gates:
      approvals: { roles: [dba] }
`;

const shift = (person: string, from: string, until: string) => [
  "BEGIN:VEVENT",
  `UID:${person}`,
  `DTSTART:20260303T${from}00Z`,
  `DTEND:20260303T${until}00Z`,
  `SUMMARY:${person}`,
  "END:VEVENT",
];

it("A request asks whoever takes over in a rota at the moment they do, without a word of anybody", async () => {
  const world = new World(store());
  world.github.commit({
    [POLICY_PATH]: POLICY,
    "rota.ics": [
      "BEGIN:VCALENDAR",
      ...shift("sarah", "0800", "1030"),
      ...shift("mike", "1030", "2000"),
      "END:VCALENDAR",
    ].join("\n"),
  });
  const issue = world.request();
  await world.look(world.issueKey(issue));
  expect(world.status(issue)).toContain("from sarah for dba");
  await world.advance(HOUR / 2 - 1_000);
  expect(world.status(issue)).toContain("from sarah for dba");
  await world.advance(1_000);
  expect(world.status(issue)).toContain("from mike for dba");
  expect(world.said(issue, /@mike/)).toHaveLength(1);
});
