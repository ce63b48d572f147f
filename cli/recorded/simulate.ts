import { simulate as simulateRecord } from "../../core/gate/recorded/simulate.ts";
import {
  renderSimulations,
  simulationsAsJson,
  type SimulatedRecord,
} from "../../core/render/simulation.ts";
import { readDecisions } from "./decision-source.ts";
import { askedOfFiles } from "../file-options.ts";
import type { CliIo, ExitCode } from "../io.ts";
import { readPolicyFiles } from "../policy-files.ts";

const USAGE = `usage: chaos-governor simulate --policy <file> <owner/repo[#number] | file | ->
                               [--organisation <file>] [--server <url>] [--format text|json]

Makes recorded decisions again by another policy, on the facts and at the moment that were recorded, and shows which
would differ and why. What that policy needs to know and nobody looked up is unknown, which never passes.

  --policy       the other policy, as in .github/chaos-governor.yml
  --organisation what that policy inherits: .github/chaos-governor.yml of the owner's repository .github
  owner/repo     the latest decision on each request of the last 30 days; owner/repo#12 for all on one request
  file.json, -   an answer of the app that was kept, or comes from stdin
  --server       where the app is; CHAOS_GOVERNOR_SERVER where absent

CHAOS_GOVERNOR_TOKEN is the app's OPERATOR_TOKEN.

Exit 0: none would differ. 1: some would. 2: that can't be told.
`;

/** `simulate`: what a change of the policy would have meant for requests that were made. */
export async function simulate(args: string[], io: CliIo): Promise<ExitCode> {
  const options = askedOfFiles(args, io, {
    usage: USAGE,
    formats: ["text", "json"],
    policy: true,
    organisation: true,
    server: true,
  });
  if (!options.ok) return options.exit;
  const { paths, policy: path, organisation, format, server } = options;
  const [source, more] = paths;
  if (source === undefined || more !== undefined)
    return misused("name one repository, request or file", io);
  if (path === undefined) return misused("missing: --policy", io);

  const read = await readPolicyFiles({ policy: path, organisation }, io);
  if (!read.ok) {
    for (const message of read.messages) io.stderr(`${message}\n`);
    return 2;
  }
  const { records, problems } = await readDecisions(source, server, io);
  for (const problem of problems) io.stderr(`${source}: ${problem}\n`);
  const simulated = records.map((record) => ({
    record,
    simulation: simulateRecord(record, read.policy),
  }));
  if (records.length > 0)
    io.stdout(
      format === "json"
        ? simulationsAsJson(simulated)
        : renderSimulations(simulated),
    );
  return exitCode(simulated, problems);
}

function misused(problem: string, io: CliIo): ExitCode {
  io.stderr(`${problem}\n\n${USAGE}`);
  return 2;
}

function exitCode(
  simulated: readonly SimulatedRecord[],
  problems: readonly string[],
): ExitCode {
  const outcomes = simulated.map(({ simulation: { outcome } }) => outcome);
  if (problems.length > 0 || outcomes.includes("impossible")) return 2;
  return outcomes.every((outcome) => outcome === "same") ? 0 : 1;
}
