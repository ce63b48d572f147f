import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blastRadius } from "../../../core/gate/blast-radius.ts";
import { changeInFlight } from "../../../core/gate/change-in-flight.ts";
import { experimentValid } from "../../../core/gate/experiment-valid.ts";
import { known, unknown } from "../../../core/gate/fact.ts";
import { halt } from "../../../core/gate/halt/halt.ts";
import { recentIncidents } from "../../../core/gate/recent-incidents.ts";
import { stagingPassed } from "../../../core/gate/staging-passed.ts";
import { steadyState } from "../../../core/gate/steady-state.ts";
import { RUN_VERDICTS } from "../../../core/journal/verdict.ts";
import { DIGEST, factsWith, NOW, OTHER_DIGEST, radiusWith } from "./world.ts";

/*
 * Gates whose rule can be said in one line, against that line. A gate passes where the line is true, and never else,
 * whatever the facts are.
 */

const minutesAgo = (minutes: number) =>
  new Date(NOW.getTime() - minutes * 60_000);

/** Moments around a limit of an hour ago, and on it. */
const moment = fc.integer({ min: 55, max: 65 }).map(minutesAgo);

const HOUR = 3_600_000;

describe("a gate passes exactly where its rule in plain words holds:", () => {
  it("staging_passed: of the runs of this digest there the last is a real one that held, an hour ago at most, by its workflow", () => {
    const run = fc.record({
      digest: fc.constantFrom(DIGEST, OTHER_DIGEST),
      environment: fc.constantFrom("staging", "qa"),
      workflow: fc.constantFrom("chaos.yml", "other.yml"),
      verdict: fc.constantFrom("held" as const, ...RUN_VERDICTS),
      endedAt: moment,
    });
    const runs = fc.uniqueArray(run, {
      maxLength: 5,
      // Of two that ended together none is the last.
      selector: ({ endedAt }) => endedAt.getTime(),
    });
    fc.assert(
      fc.property(runs, (all) => {
        const [last] = all
          .filter(
            ({ digest, environment }) =>
              digest === DIGEST && environment === "staging",
          )
          .toSorted(
            (one, other) => other.endedAt.getTime() - one.endedAt.getTime(),
          );
        const holds =
          last?.verdict === "held" &&
          last.workflow === "chaos.yml" &&
          NOW.getTime() - last.endedAt.getTime() <= HOUR;
        const { status } = stagingPassed(
          { environment: "staging", within: HOUR },
          "chaos.yml",
          factsWith({ stagingRuns: known(all) }),
          NOW,
        );
        expect(status === "pass").toBe(holds);
      }),
    );
  });

  it("recent_incidents: every incident that may count is over since an hour", () => {
    const incident = fc.record({
      severity: fc.constantFrom("SEV-1", "SEV-3", "unrated"),
      startedAt: fc.constant(minutesAgo(600)),
      resolvedAt: fc.option(moment, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(incident, { maxLength: 5 }), (incidents) => {
        const counts = incidents.filter(({ severity }) => severity !== "SEV-3");
        const holds = counts.every(
          ({ resolvedAt }) =>
            resolvedAt && NOW.getTime() - resolvedAt.getTime() >= HOUR,
        );
        const facts = incidents.map(({ resolvedAt, ...rest }) => ({
          ...rest,
          ...(resolvedAt && { resolvedAt }),
        }));
        const { status } = recentIncidents(
          {
            none_within: HOUR,
            severities: ["SEV-1", "SEV-2"],
            sources: [{ source: "github", label: "incident", severities: {} }],
          },
          factsWith({ incidents: known(facts) }),
          NOW,
        );
        expect(status === "pass").toBe(holds);
      }),
    );
  });

  it("steady_state: every criterion was measured, and is on its side of the bound", () => {
    const value = fc.oneof(
      fc
        .constantFrom(0.5, 1, 1.5, Number.NaN, Infinity)
        .map((one) => known(one)),
      fc.constant(unknown("no answer")),
    );
    const measured = fc.record({
      name: fc.constantFrom("errors", "replicas"),
      value,
    });
    const measurements = fc.uniqueArray(measured, {
      selector: ({ name }) => name,
    });
    fc.assert(
      fc.property(measurements, (all) => {
        const number = (name: string) => {
          const found = all.find((one) => one.name === name)?.value;
          return found?.known && Number.isFinite(found.value)
            ? found.value
            : Number.NaN;
        };
        const holds = number("errors") < 1 && number("replicas") > 1;
        const { status } = steadyState(
          [
            { name: "errors", query: "errors", below: 1 },
            { name: "replicas", query: "replicas", above: 1 },
          ],
          factsWith({ steadyState: known(all) }),
        );
        expect(status === "pass").toBe(holds);
      }),
    );
  });

  it("change_in_flight: nothing that began within an hour is being deployed there", () => {
    const deployment = fc.record({
      environment: fc.constantFrom("production", "staging"),
      ref: fc.constant("main"),
      startedAt: moment,
    });
    fc.assert(
      fc.property(fc.array(deployment, { maxLength: 5 }), (deployments) => {
        const holds = deployments.every(
          ({ environment, startedAt }) =>
            environment !== "production" ||
            NOW.getTime() - startedAt.getTime() > HOUR,
        );
        const { status } = changeInFlight(
          { within: HOUR },
          factsWith({ deployments: known(deployments) }),
          NOW,
        );
        expect(status === "pass").toBe(holds);
      }),
    );
  });

  it("blast_radius: all that it touches is known, and is allowed", () => {
    const radius = fc.record({
      values: fc.subarray(["pod-termination", "http-request"]),
      isToldWhole: fc.boolean(),
      longest: fc.constantFrom(59_000, 60_000, 61_000),
      isTimeTold: fc.boolean(),
    });
    fc.assert(
      fc.property(radius, ({ values, isToldWhole, longest, isTimeTold }) => {
        const holds =
          !values.includes("http-request") &&
          isToldWhole &&
          isTimeTold &&
          longest <= 60_000;
        const touched = radiusWith({
          faults: {
            values,
            byDefault: [],
            unknown: isToldWhole ? [] : [{ what: "a.b", why: "python" }],
          },
          longest: isTimeTold
            ? { known: true, milliseconds: longest }
            : { known: false, atLeast: longest, activities: ["a"] },
        });
        const { status } = blastRadius(
          { faults: ["pod-termination"], longest: 60_000, unknown: "fail" },
          {},
          factsWith({
            experiment: known({ digest: DIGEST, errors: 0, radius: touched }),
          }),
        );
        expect(status === "pass").toBe(holds);
      }),
    );
  });

  it("halt: it is known that no halt is there", () => {
    const one = { issue: 3, reason: "an outage", by: "ahmed", since: NOW };
    const halts = fc.oneof(
      fc.array(fc.constant(one), { maxLength: 3 }).map((all) => known(all)),
      fc.constant(unknown("GitHub does not answer")),
    );
    fc.assert(
      fc.property(halts, (fact) => {
        const { status } = halt(factsWith({ halts: fact }));
        expect(status === "pass").toBe(fact.known && fact.value.length === 0);
      }),
    );
  });

  it("experiment_valid: it has no errors, and is the one that the request pins", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 2 }),
        fc.constantFrom(DIGEST, OTHER_DIGEST),
        (errors, digest) => {
          const { status } = experimentValid(
            factsWith({ experiment: known({ digest, errors }) }),
          );
          expect(status === "pass").toBe(errors === 0 && digest === DIGEST);
        },
      ),
    );
  });
});
