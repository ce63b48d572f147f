import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type {
  FileContent,
  FileFacts,
  PullRequestFacts,
} from "../../../core/pull-request/facts.ts";
import { parseOrganisation } from "../../../core/policy/inheritance/organisation.ts";
import { judgePullRequest } from "../../../core/pull-request/judge.ts";
import { checkCalendar } from "../../../core/time/calendar/check.ts";

const PATH = "experiments/a.json";

const file = (
  content: FileContent,
  change: Partial<FileFacts> = {},
): FileFacts => ({
  path: PATH,
  kind: "experiment",
  change: "changed",
  content,
  ...change,
});

const text = (content: string, digest = "sha256:new"): FileContent => ({
  state: "text",
  text: content,
  digest,
});

const judge = (change: Partial<PullRequestFacts>) =>
  judgePullRequest(
    {
      policy: { state: "missing" },
      above: {},
      files: [],
      absent: [],
      unlisted: 0,
      requests: [],
      ...change,
    },
    (calendar) => checkCalendar(calendar, new Date("2026-11-24T09:00:00Z")),
  );

const policyFile = (content: string) => ({
  files: [
    file(text(content), {
      kind: "policy",
      path: ".github/chaos-governor.yml",
    }),
  ],
});

describe("a policy below an organisation's file", () => {
  it("fails where it can't be combined with what is required", () => {
    const above = parseOrganisation(
      "version: 1\nrequired: { environments: { production: { workflow: a.yml } } }",
    );
    if (!above.ok) throw new Error(JSON.stringify(above.diagnostics));
    const { organisation } = above;
    const policy =
      "version: 1\nroles: {}\nenvironments: { production: { workflow: b.yml } }";
    expect(
      judge({ ...policyFile(policy), above: { organisation } }),
    ).toMatchObject({
      conclusion: "failure",
      files: [{ findings: [{ code: "against-organisation", line: 3 }] }],
    });
    expect(judge(policyFile(policy)).conclusion).toBe("success");
  });

  it("may be that file itself, in the repository that holds it alone", () => {
    const organisation = policyFile("version: 1\nrequired: { timezone: UTC }");
    const above = { holdsOrganisation: true } as const;
    expect(judge({ ...organisation, above }).conclusion).toBe("success");
    expect(judge(organisation).conclusion).toBe("failure");
  });
});

const SOUND_WORKFLOW = readFileSync(
  join(import.meta.dirname, "../../../.github/workflows/chaos-tests.yml"),
  "utf8",
);
const workflow = { kind: "workflow", path: ".github/workflows/a.yml" } as const;

describe("the check of a pull request", () => {
  it.each<[string, FileFacts[], number, string]>([
    ["nothing is touched", [], 0, "skipped"],
    ["not all files are listed", [], 10, "neutral"],
    ["all is well", [file(text(SOUND_WORKFLOW), workflow)], 0, "success"],
    ["there is an error", [file(text("a: ["), workflow)], 0, "failure"],
    ["a file could not be read", [file({ state: "binary" })], 0, "failure"],
    ["a file is gone", [file({ state: "removed" })], 0, "success"],
  ])("where %s", (_, files, unlisted, conclusion) => {
    expect(judge({ files, unlisted }).conclusion).toBe(conclusion);
  });

  it("has an error of an experiment, of the policy and of a workflow each in its place", () => {
    const { files } = judge({
      files: [
        file(text("{")),
        file(text("version: 2"), {
          kind: "policy",
          path: ".github/chaos-governor.yml",
        }),
        file(text("a: 1\na: 2"), workflow),
      ],
    });
    expect(files.map(({ findings }) => findings[0]?.line)).toEqual([1, 1, 2]);
  });
});

const event = (...lines: string[]) =>
  ["BEGIN:VEVENT", ...lines, "END:VEVENT"].join("\r\n");

const calendarOf = (...events: string[]) =>
  ["BEGIN:VCALENDAR", ...events, "END:VCALENDAR", ""].join("\r\n");

describe("a calendar", () => {
  const calendar = { kind: "calendar", path: ".github/a.ics" } as const;
  const findingsIn = (content: string) =>
    judge({ files: [file(text(content), calendar)] }).files[0]?.findings;
  const day = event("DTSTART;VALUE=DATE:20261126", "SUMMARY:Black Friday");

  it("that can be read has no findings", () => {
    expect(findingsIn(calendarOf(day, day))).toEqual([]);
  });

  it("that can't be read is an error", () => {
    expect(findingsIn("<html>")).toMatchObject([
      { code: "unusable-calendar", severity: "error", line: 1 },
    ]);
  });

  it.each([
    ["has no beginning", event("SUMMARY:Never")],
    [
      "comes again every second",
      event("DTSTART:20261126T090000Z", "RRULE:FREQ=SECONDLY"),
    ],
  ])("says on which line the event begins that %s", (_, broken) => {
    expect(findingsIn(calendarOf(day, broken, day))).toMatchObject([
      { line: 6 },
    ]);
  });
});

describe("a file that is not there after a merge", () => {
  const absent = [".github/workflows/gone.yml", ".github/gone.ics"];
  const POLICY = `version: 1
roles: {}
environments:
  staging: { workflow: here.yml }
  production: { workflow: gone.yml }
  canary:
    workflow: here.yml
    gates:
      windows:
        freezes: [{ calendar: .github/gone.ics }]
`;

  it("is a finding where the policy names it", () => {
    const policy = { kind: "policy", path: ".github/a.yml" } as const;
    const { files } = judge({ files: [file(text(POLICY), policy)], absent });
    expect(files[0]?.findings).toMatchObject([
      { code: "missing-workflow", line: 5, column: 27, severity: "error" },
      { code: "missing-calendar", line: 10, column: 31, severity: "error" },
    ]);
  });

  it("is one where it is removed", () => {
    const gone = { state: "removed" } as const;
    const files = [
      ...[...absent.slice(0, 1), ".github/other.yml"].map((path) =>
        file(gone, { kind: "workflow", path }),
      ),
      ...absent.slice(1).map((path) => file(gone, { kind: "calendar", path })),
    ];
    const judged = judge({ files, absent });
    expect(judged.conclusion).toBe("failure");
    expect(
      judged.files.map(({ findings }) => findings.map(({ code }) => code)),
    ).toEqual([["missing-workflow"], [], ["missing-calendar"]]);
  });
});

describe("an open request", () => {
  const request = { issue: 12, path: PATH, digest: "sha256:old" };
  const voids = (content: FileContent) =>
    judge({ files: [file(content)], requests: [request] }).voids;

  it("loses its approvals where its experiment changes", () => {
    const void12 = { issue: 12, path: PATH, because: "changed" };
    expect(voids(text("{}"))).toEqual([void12]);
    expect(voids({ state: "binary" })).toEqual([void12]);
  });

  it("has no experiment any more where that is removed", () => {
    expect(voids({ state: "removed" })).toMatchObject([{ because: "removed" }]);
  });

  it("loses them as any request does where its experiment stays as it is", () => {
    const moved = [{ issue: 12, path: PATH, because: "moved-on" }];
    expect(voids(text("{}", "sha256:old"))).toEqual(moved);
    const other = file(text("{}"), { path: "experiments/b.json" });
    expect(judge({ files: [other], requests: [request] }).voids).toEqual(moved);
  });
});
