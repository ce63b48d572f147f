import { known, type Fact } from "../core/gate/fact.ts";
import type { Halt } from "../core/gate/facts.ts";
import { HALT_LABEL, haltOf } from "../core/gate/halt/halt-issue.ts";
import type { GitHubRepository } from "../providers/github/repository.ts";
import { learn } from "./learn.ts";

/** The halts of a repository: its open issues with the label, whoever gave it to them. */
export async function observeHalts(
  github: Pick<GitHubRepository, "issues">,
  now: Date,
): Promise<Fact<Halt[]>> {
  return learn(now, async () => {
    const issues = await github.issues({ labels: [HALT_LABEL], state: "open" });
    return known(issues.map(haltOf), {
      source: "github",
      at: now,
      query: `open issues labelled ${HALT_LABEL}`,
      answer:
        issues.length === 0
          ? "none"
          : issues
              .map(({ number }) => `#${String(number)}`)
              .join(", ")
              .slice(0, 500),
    });
  });
}
