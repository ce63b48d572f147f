import { known, type Fact } from "../core/gate/fact.ts";
import type { Deployment } from "../core/gate/facts.ts";
import type { ChangeInFlightSettings } from "../core/gate/change-in-flight.ts";
import type { Policy } from "../core/policy/schema.ts";
import type { DeploymentRef } from "../providers/github/repository.ts";
import type { FactsContext } from "./context.ts";
import { learn } from "./learn.ts";

type Reader = Pick<FactsContext, "github" | "memory">;

/** The deployments that are under way, but for those of GitHub Actions that are runs of experiments themselves. */
export async function observeDeployments(
  { environments, within }: ChangeInFlightSettings,
  { policy, environment }: { policy: Policy; environment: string },
  reader: Reader,
  now: Date,
): Promise<Fact<Deployment[]>> {
  const since = new Date(now.getTime() - within);
  const names = [...new Set(environments ?? [environment])];
  return learn(now, async () => {
    const listed = await Promise.all(
      names.map((name) => reader.github.deployments(name, since)),
    );
    const found = await Promise.all(
      listed.flat().map((one) => underWay(one, policy, reader)),
    );
    const deployments = found.flat();
    return known(deployments, {
      source: "github",
      at: now,
      query: `deployments to ${names.join(", ")} that have not ended`,
      answer: describe(deployments),
    });
  });
}

/** Nothing where it has ended. One of which nobody has said how it stands may have begun. */
async function underWay(
  { id, createdAt, ...deployment }: DeploymentRef,
  policy: Policy,
  reader: Reader,
): Promise<Deployment[]> {
  const { github, memory } = reader;
  const name = `${github.owner}/${github.name}/${id}`;
  if (memory.endedDeployments.has(name)) return [];
  const status = await github.deploymentStatus(id);
  if (status?.ended) {
    memory.endedDeployments.keep(name, true);
    return [];
  }
  if (await isExperiment(status?.run, policy, reader)) return [];
  return [
    {
      ...deployment,
      startedAt: createdAt,
      ...(status?.url !== undefined && { link: status.url }),
    },
  ];
}

/** A job that names an environment deploys to it in the eyes of GitHub, whatever it does. */
async function isExperiment(
  run: number | undefined,
  { environments }: Policy,
  { github }: Reader,
): Promise<boolean> {
  const found = run === undefined ? undefined : await github.run(run);
  return Object.values(environments).some(
    ({ workflow }) => found?.path === `.github/workflows/${workflow}`,
  );
}

function describe(deployments: Deployment[]): string {
  if (deployments.length === 0) return "none";
  return deployments
    .map(({ ref, environment }) => `${ref} to ${environment}`)
    .join("; ")
    .slice(0, 500);
}
