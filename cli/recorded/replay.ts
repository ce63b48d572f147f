import { replay as replayRecord } from "../../core/gate/recorded/replay.ts";
import {
  renderReplays,
  replaysAsJson,
  type ReplayedRecord,
} from "../../core/render/replay.ts";
import { readDecisions } from "./decision-source.ts";
import { askedOfFiles } from "../file-options.ts";
import type { CliIo, ExitCode } from "../io.ts";

const USAGE = `usage: chaos-governor replay <owner/repo#number | file | -> [--server <url>] [--format text|json]

Makes the recorded decisions on a request again, from the very facts, policy and moment that were recorded, and says
whether each comes out the same, bit for bit.

  owner/repo#12  asks the app; owner/repo for the latest decision on each request of the last 30 days
  file.json, -   an answer of the app that was kept, or comes from stdin
  --server       where the app is; CHAOS_GOVERNOR_SERVER where absent

CHAOS_GOVERNOR_TOKEN is the app's OPERATOR_TOKEN.

Exit 0: all come out the same. 1: one does not. 2: that can't be told, because one can't be read.
`;

/** `replay <request>`: shows recorded decisions, and makes them again with the same core as the app. */
export async function replay(args: string[], io: CliIo): Promise<ExitCode> {
  const options = askedOfFiles(args, io, {
    usage: USAGE,
    formats: ["text", "json"],
    policy: false,
    server: true,
  });
  if (!options.ok) return options.exit;
  const { paths, format, server } = options;
  const [source, more] = paths;
  if (source === undefined || more !== undefined) {
    io.stderr(`name one request or file\n\n${USAGE}`);
    return 2;
  }
  const { records, problems } = await readDecisions(source, server, io);
  for (const problem of problems) io.stderr(`${source}: ${problem}\n`);
  const replayed = records.map((record) => ({
    record,
    replay: replayRecord(record),
  }));
  if (records.length > 0)
    io.stdout(
      format === "json" ? replaysAsJson(replayed) : renderReplays(replayed),
    );
  return exitCode(replayed, problems);
}

function exitCode(
  replayed: readonly ReplayedRecord[],
  problems: readonly string[],
): ExitCode {
  const outcomes = replayed.map(({ replay: { outcome } }) => outcome);
  if (problems.length > 0 || outcomes.includes("impossible")) return 2;
  return outcomes.includes("different") ? 1 : 0;
}
