import { readFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { parse } from "yaml";
import * as z from "zod";
import { type Contexts, evaluate } from "./expression.ts";
import type { JobWorld } from "./job.ts";
import { runProcess } from "./process.ts";

const actionFile = z.object({
  inputs: z
    .record(
      z.string(),
      z.object({ default: z.coerce.string().optional() }).loose(),
    )
    .default({}),
  runs: z.object({ using: z.literal("node24"), main: z.string() }),
});

/**
 * Runs a step's `uses`. Actions of this repository run as they are; of GitHub's own actions those that the chaos
 * workflow needs are done here, because their code can't be fetched without a network.
 */
export async function runUses(
  uses: string,
  inputs: Record<string, string>,
  contexts: Contexts,
  environment: Record<string, string>,
  world: JobWorld,
): Promise<boolean> {
  if (uses.startsWith("./"))
    return runLocalAction(uses, inputs, contexts, environment, world);
  const action = uses.replace(/@.*$/, "");
  switch (action) {
    case "actions/checkout":
      await world.checkout();
      return true;
    case "actions/setup-python":
      world.log("The sandbox uses the Python that it runs Chaos Toolkit with.");
      return true;
    case "actions/upload-artifact":
      await world.uploadArtifact(
        inputs["name"] ?? "artifact",
        inputs["path"] ?? "",
      );
      return true;
    default:
      world.log(`Error: the sandbox's runner has no ${uses}.`);
      return false;
  }
}

async function runLocalAction(
  uses: string,
  given: Record<string, string>,
  contexts: Contexts,
  environment: Record<string, string>,
  world: JobWorld,
): Promise<boolean> {
  const folder = resolve(world.workspace, uses);
  if (relative(world.workspace, folder).startsWith(".."))
    throw new Error(`${uses} leaves the repository`);
  const action = actionFile.parse(
    parse(await readFile(join(folder, "action.yml"), "utf8")),
  );
  const inputs = Object.entries(action.inputs).map(
    ([name, { default: fallback }]) => [
      // The runner's own rule: spaces become underscores, letters upper case, everything else stays.
      `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
      given[name] ?? substitute(fallback ?? "", contexts),
    ],
  );
  const code = await runProcess({
    command: process.execPath,
    args: [join(folder, action.runs.main)],
    cwd: world.workspace,
    env: {
      ...environment,
      ...Object.fromEntries(inputs),
      GITHUB_ACTION_PATH: folder,
    },
    log: (line) => world.log(line),
    signal: world.signal,
  });
  return code === 0;
}

/** Defaults in an action.yml may hold expressions such as `${{ github.token }}`. */
function substitute(template: string, contexts: Contexts): string {
  return template.replaceAll(
    /\$\{\{(?<expression>.+?)\}\}/g,
    (_, expression: string) =>
      evaluate(expression.trim(), contexts).coerceString(),
  );
}
