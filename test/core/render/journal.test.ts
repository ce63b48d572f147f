import * as fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, it } from "vitest";
import { judge } from "../../../core/journal/judge.ts";
import { renderJournal } from "../../../core/render/journal.ts";
import {
  heldExperimentWith,
  heldWith,
  parsed,
  recorded,
} from "../journal/journals.ts";

function render(text: string, limit?: number): string {
  const journal = parsed(text);
  return renderJournal(
    journal,
    judge(journal),
    limit === undefined ? {} : { limit },
  );
}

/** A table's row, with times and durations left out: they change with each recording. */
function row(markdown: string, name: string): string[] {
  const line = markdown
    .split("\n")
    .find((text) => text.startsWith("|") && text.includes(`\`${name}\``));
  return (line ?? "")
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replace(/^[\d.]+ (ms|s)$/, "took"))
    .map((cell) => cell.replace(/^\d\d:\d\d:\d\d$/, "began"));
}

/** One that took the second that it began with. */
const entry = (name: string, second: number, status = "succeeded") => ({
  activity: { name },
  status,
  start: `2026-03-01T10:20:0${second}+00:00`,
  end: `2026-03-01T10:20:0${second + 1}+00:00`,
});

const look = (met: boolean, second: number) => ({
  steady_state_met: met,
  probes: [
    {
      start: `2026-03-01T10:20:0${second}+00:00`,
      end: `2026-03-01T10:20:0${second + 1}+00:00`,
    },
  ],
});

describe("the headline", () => {
  it("says what the run was in the end, not by its journal alone", () => {
    const reason = "It did not recover in time.";
    const verdict = "not-recovered";
    const text = renderJournal(parsed(recorded("held")), { verdict, reason });
    expect(text).toMatch(/^### ❌ Not recovered: /);
    expect(text).toContain(reason);
    expect(text).not.toContain("Held");
  });
});

describe("the summary of a run", () => {
  it("names above the tables the rollbacks that somebody has to do by hand", () => {
    expect(render(recorded("rollback-raised"))).toMatch(
      /^\*\*Rollbacks to do by hand:\*\* `[\w-]+` failed\.$/m,
    );
    expect(render(recorded("interrupted-by-int"))).toContain(
      "`restore-the-warehouse` was not played.",
    );
    expect(render(recorded("held"))).not.toContain("by hand");
  });

  it("begins with the verdict and why", () => {
    expect(render(recorded("deviated")).split("\n").slice(0, 3)).toEqual([
      "### ❌ Deviated: Slower afterwards",
      "",
      'The steady state was not met after the method: probe "shop-is-healthy" gave 503, and its tolerance is 200.',
    ]);
  });

  it("says when it began and how long it took", () => {
    const text = heldWith({
      start: "2026-03-01T10:20:30.123456+00:00",
      duration: 200.5,
    });
    expect(render(text)).toContain(
      "began 2026-03-01 10:20:30 UTC, took 3m 20s",
    );
    const older = heldWith({
      start: "2026-03-01T10:20:30.123456",
      duration: 2,
    });
    expect(render(older)).toContain(
      "began 2026-03-01 10:20:30 UTC, took 2.0 s",
    );
  });

  it("shows each look at the steady state with tolerance and value", () => {
    const rows = render(recorded("deviated-in-between"))
      .split("\n")
      .filter((line) => /^\| (before|during|after) /.test(line));
    expect(rows[0]).toBe(
      "| before | `shop-is-healthy` | `200` | `200` | yes |",
    );
    expect(rows[1]).toBe(
      "| during | `shop-is-healthy` | `200` | `503` | **no** |",
    );
    expect(rows.at(-1)).toBe(
      "| after | `shop-is-healthy` | `200` | `200` | yes |",
    );
    expect(render(recorded("deviated-in-between"))).toMatch(
      /Looks during the method: [2-9], of which not met: [1-9]\./,
    );
  });

  it("says where the steady state was not looked at, or is not declared", () => {
    expect(render(recorded("checked-after-only"))).toContain(
      "| before | not looked at |",
    );
    expect(render(recorded("no-hypothesis"))).toContain(
      "No steady-state hypothesis is declared.",
    );
  });

  it("lists what ran, when, how long, and what came of it", () => {
    const http = render(recorded("http-error"));
    expect(row(http, "no-such-control")).toEqual([
      "`no-such-control`",
      "action, http",
      "began",
      "took",
      "**failed**: HTTP 404",
    ]);
    expect(row(http, "restore-the-warehouse").at(-1)).toBe(
      "succeeded, HTTP 200",
    );
    const process = render(recorded("process-non-zero"));
    expect(row(process, "break-something").at(-1)).toBe("**failed**: status 3");
    const interrupted = render(recorded("interrupted-by-int"));
    expect(row(interrupted, "wait-for-the-signal").at(-1)).toBe(
      "**never came to an end**",
    );
    expect(row(interrupted, "restore-the-warehouse").at(-1)).toBe(
      "**not played**",
    );
  });

  it("shortens what was raised to its last line", () => {
    const cell = row(render(recorded("action-raised")), "nobody-listens").at(
      -1,
    );
    expect(cell).toMatch(/^\*\*failed\*\*: failed to connect to .*…$/);
    expect(cell?.length).toBeLessThan(300);
  });

  it("says that nothing was played where the method was skipped", () => {
    expect(render(recorded("not-run"))).toContain(
      "Nothing of the method was played.",
    );
  });

  it("draws when each activity and rollback was carried out", () => {
    const text = heldWith({
      run: [entry("stop: the <shop>", 1), entry("section ```", 2, "failed")],
      rollbacks: [entry("start it", 3)],
    });
    expect(render(text).split("```")[1]?.split("\n")).toEqual([
      "mermaid",
      "gantt",
      "  dateFormat x",
      "  axisFormat %H:%M:%S",
      "  section Method",
      "  1 stop the shop :done, 1772360401000, 1772360402000",
      "  2 section :crit, 1772360402000, 1772360403000",
      "  section Rollbacks",
      "  1 start it :done, 1772360403000, 1772360404000",
      "",
    ]);
  });

  it("says how long it took until the steady state was seen again", () => {
    const run = [{ status: "succeeded", end: "2026-03-01T10:20:02+00:00" }];
    const after = look(true, 7);
    expect(render(heldWith({ run, steady_states: { after } }))).toContain(
      "seen to be met 6.0 s after the method had ended.",
    );
    const during = [
      look(true, 1),
      look(false, 2),
      look(false, 3),
      look(true, 4),
    ];
    expect(
      render(heldWith({ run, steady_states: { during, after } })),
    ).toContain("seen to be met 3.0 s after it was first seen not to be met.");
    expect(render(recorded("deviated"))).not.toContain("Recovery time");
  });

  it("has no secret in it", () => {
    const text = recorded("secrets");
    expect(text).toContain("correct-horse-battery");
    expect(render(text)).not.toMatch(/correct-horse-battery|tr0ub4dor3/);
  });
});

/** Characters that mean something to Markdown, HTML or a terminal, or are more than one code unit. */
const ODD = Array.from("<>&|`*_[]()@#:/\\!~-1a \n\0\u001B\u202E\uD83D😀é");

describe("whatever the journal holds", () => {
  const hostile =
    "<img src=x onerror=y> @everyone [a](javascript:b) ![c](http://d/e) | `x` ~~~ \n# h\n- [ ] t https://evil.example &lt; #12";
  const activity = {
    type: hostile,
    name: hostile,
    tolerance: { type: "regex", pattern: hostile },
    provider: { type: hostile },
  };
  const probe = { activity, output: hostile, status: "succeeded" };
  const state = { steady_state_met: false, probes: [probe] };
  const everywhere = heldWith({
    "chaoslib-version": hostile,
    experiment: heldExperimentWith({
      title: hostile,
      "steady-state-hypothesis": { title: hostile, probes: [activity] },
      rollbacks: [activity, activity],
    }),
    status: hostile,
    steady_states: { before: null, during: [state], after: state },
    run: [{ ...probe, status: "failed", exception: [hostile] }],
    rollbacks: [probe],
  });

  it("is shown as text, not read as Markdown, HTML, a mention or a link", () => {
    const html = new MarkdownIt({ html: true, linkify: true }).render(
      render(everywhere),
    );
    const tags = new Set(html.match(/<\/?[a-z0-9]+/g));
    const ours = ["h3", "h4", "p", "code", "strong"];
    const table = ["table", "thead", "tbody", "tr", "th", "td"];
    expect([...tags].filter((tag) => !tag.startsWith("</")).toSorted()).toEqual(
      [...ours, ...table].map((tag) => `<${tag}`).toSorted(),
    );
    const prose = html.replace(/<code>.*?<\/code>/gs, "");
    expect(prose).not.toMatch(/@everyone|#12/);
  });

  it("leaves every row as many cells as its table has columns", () => {
    const rows = render(everywhere)
      .split("\n")
      .filter((line) => line.startsWith("|"));
    for (const line of rows) expect(line.split(/(?<!\\)\|/).length - 2).toBe(5);
  });

  it.each([60_000, 5_000, 1_000, 300, 40])(
    "is made to fit into %d characters",
    (limit) => {
      const many = Array.from({ length: 5_000 }, () => probe);
      const text = heldWith({
        run: many,
        rollbacks: many,
        steady_states: {
          before: { steady_state_met: true, probes: many },
          during: Array.from({ length: 2_000 }, () => state),
          after: state,
        },
      });
      const summary = render(text, limit);
      expect(summary.length).toBeLessThanOrEqual(limit);
      expect(summary).toMatch(/^### ❌ Deviated: All is well/);
    },
  );

  it("shows as many rows as fit, and says how many it leaves out", () => {
    const run = Array.from({ length: 1_000 }, () => probe);
    expect(render(heldWith({ run }))).toContain("… and 900 more");
    expect(render(heldWith({ run }), 10_000)).toContain("… and 970 more");
    expect(render(heldWith({ run }), 700)).toContain("1000 not shown");
  });

  it("always fits: any text in it, any limit", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...ODD), maxLength: 300 }),
        fc.integer({ min: 1, max: 3_000 }),
        (anything, limit) => {
          const named = { name: anything, tolerance: anything };
          const text = heldWith({
            experiment: heldExperimentWith({ title: anything }),
            run: [{ activity: named, output: anything, status: anything }],
          });
          expect(render(text, limit).length).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
