import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { parseExperiment } from "../../core/experiment/parse.ts";
import { RULES } from "../../core/experiment/registry.ts";
import { describeWith } from "../needs.ts";
import { documents } from "./documents.ts";
import { handMade } from "./hand-made.ts";

const ROOT = join(import.meta.dirname, "../..");
const JUDGE = join(import.meta.dirname, "judge.py");
const [refusals = [], acceptances = []] = documentedDifferences();

/** Ours, with all that Chaos Toolkit itself does not refuse made light of. */
const rules = Object.fromEntries(
  RULES.map(({ code }) => [code, "info" as const]),
);

const python = ["python3", "python"].find(
  (name) => spawnSync(name, ["-c", "import chaoslib.experiment"]).status === 0,
);

describeWith(
  { name: "Chaos Toolkit", present: python !== undefined },
  "what we refuse, beside what chaoslib refuses",
  () => {
    const experiments = [...documents(40), ...handMade()];
    const answers: (string | null)[] = [];
    const onlyTheirs: string[] = [];
    const onlyOurs: string[] = [];

    beforeAll(() => {
      answers.push(...askChaoslib(python ?? "", experiments));
      const agreed = { refused: 0, accepted: 0 };
      for (const [index, experiment] of experiments.entries()) {
        const ours = firstError(experiment);
        const theirs = answers[index] ?? null;
        if (ours === undefined && theirs === null) agreed.accepted += 1;
        else if (ours === undefined) onlyTheirs.push(String(theirs));
        else if (theirs === null) onlyOurs.push(ours);
        else agreed.refused += 1;
      }
      process.stdout.write(
        `parity with chaoslib: ${experiments.length} experiments, both refuse ${agreed.refused}, both accept ` +
          `${agreed.accepted}, only chaoslib refuses ${onlyTheirs.length}, only we refuse ${onlyOurs.length}\n`,
      );
    });

    it("is looked at in more than 500 experiments", () => {
      expect(answers).toHaveLength(experiments.length);
      expect(answers.length).toBeGreaterThan(500);
    });

    it("differs only as docs/parity.md says where chaoslib refuses alone", () => {
      expect(undocumented(onlyTheirs, refusals)).toEqual([]);
    });

    it("differs only as docs/parity.md says where we refuse alone", () => {
      expect(undocumented(onlyOurs, acceptances)).toEqual([]);
    });

    it("differs in every way that docs/parity.md says", () => {
      const unneeded = [
        ...refusals.filter((row) => !onlyTheirs.some((one) => row.test(one))),
        ...acceptances.filter((row) => !onlyOurs.some((one) => row.test(one))),
      ];
      expect(unneeded).toEqual([]);
    });
  },
);

function askChaoslib(command: string, experiments: unknown[]) {
  const { stdout } = spawnSync(command, [JUDGE], {
    cwd: tmpdir(),
    input: JSON.stringify(experiments),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return z.array(z.string().nullable()).parse(JSON.parse(stdout));
}

/** Its code and place, as in "wrong-type method.0.name". */
function firstError(experiment: unknown): string | undefined {
  const text = JSON.stringify(experiment);
  const { diagnostics } = parseExperiment(text, {
    file: "experiment.json",
    checks: { rules },
  });
  const error = diagnostics.find(({ severity }) => severity === "error");
  return error && `${error.code} ${error.path.join(".")}`;
}

/** The first column of each table of docs/parity.md. */
function documentedDifferences(): RegExp[][] {
  const page = readFileSync(join(ROOT, "docs/parity.md"), "utf8");
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) =>
      [...section.matchAll(/^\| `(?<pattern>[^`]+)`/gm)].map(
        ({ groups }) => new RegExp(groups?.["pattern"] ?? ""),
      ),
    );
}

function undocumented(differences: string[], rows: RegExp[]): string[] {
  return differences.filter((one) => !rows.some((row) => row.test(one)));
}
