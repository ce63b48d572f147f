import { parseArgs } from "node:util";
import type { Head } from "../../core/audit/chain.ts";
import type { AuditEntry } from "../../core/audit/entry.ts";
import { createVerifier, type Verified } from "../../core/audit/verify.ts";
import {
  auditCsv,
  CSV_HEADING,
  describeFault,
  describeVerification,
} from "../../core/render/audit.ts";
import type { CliIo, ExitCode } from "../io.ts";
import { readEntries } from "./entry-source.ts";

const USAGE = `usage: chaos-governor audit verify <owner/repo | file.jsonl | -> [--expect <hash>] [--server <url>]
       chaos-governor audit export <owner/repo | file.jsonl | -> [--format jsonl|csv] [--server <url>]

verify says whether the audit trail of a repository is whole, or which entry is the first that was changed, is missing
or out of its place. export writes it, one entry a line, and verifies it as well.

  owner/repo     asks the app
  file.jsonl, -  an audit trail that was exported, or comes from stdin
  --expect       the hash of an entry that has to be there: the last one, as verify, export or the app's log told it
                 earlier. Without it, an end that was cut off together with what the app remembers can't be noticed.
  --server       where the app is; CHAOS_GOVERNOR_SERVER where absent

CHAOS_GOVERNOR_TOKEN is the app's OPERATOR_TOKEN.

Exit 0: it is whole. 1: it is not. 2: that can't be told.
`;

/** `audit verify` and `audit export`. */
export async function audit(args: string[], io: CliIo): Promise<ExitCode> {
  const options = readOptions(args);
  if (options === "help") {
    io.stdout(USAGE);
    return 0;
  }
  if (typeof options === "string") {
    io.stderr(`${options}\n\n${USAGE}`);
    return 2;
  }
  const { task, source, format, expect, server } = options;
  if (task === "export" && format === "csv") io.stdout(CSV_HEADING);
  const told = await checkAll(
    readEntries(source, server, io),
    expect,
    {
      verify: () => undefined,
      export: (entry: AuditEntry) => {
        io.stdout(
          format === "csv" ? auditCsv(entry) : `${JSON.stringify(entry)}\n`,
        );
      },
    }[task],
  );
  if ("problem" in told) {
    io.stderr(`${source}: ${told.problem}\n`);
    return 2;
  }
  const say = task === "export" ? io.stderr : io.stdout;
  say(
    told.ok
      ? `${source}: ${describeVerification(told)}\n`
      : `${source}: ${told.fault}\n`,
  );
  return told.ok ? 0 : 1;
}

type Told = Verified | { ok: false; fault: string } | { problem: string };

/** Goes on after a fault, so that an export is complete. */
async function checkAll(
  reads: ReturnType<typeof readEntries>,
  anchor: string | undefined,
  take: (entry: AuditEntry) => void,
): Promise<Told> {
  const verifier = createVerifier(anchor);
  let fault: string | undefined;
  let head: Head | undefined;
  for await (const read of reads) {
    if (read.kind === "problem") return { problem: read.problem };
    if (read.kind === "head") head = read.head;
    else {
      take(read.entry);
      if (fault === undefined) {
        const found = verifier.next(read.entry);
        if (found) fault = describeFault(found);
      }
    }
  }
  if (fault !== undefined) return { ok: false, fault };
  const end = verifier.end(head);
  return end.ok ? end : { ok: false, fault: describeFault(end.fault) };
}

interface Options {
  task: "verify" | "export";
  source: string;
  format: "jsonl" | "csv";
  expect: string | undefined;
  server: string | undefined;
}

/** A sentence where they are not right. */
function readOptions(args: string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string", default: "jsonl" },
        expect: { type: "string" },
        server: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { help, format, expect, server } = values;
    const [task, source, more] = positionals;
    if (help) return "help";
    if (task !== "verify" && task !== "export") return "say verify or export";
    if (source === undefined || more !== undefined)
      return "name one repository or file";
    if (format !== "jsonl" && format !== "csv")
      return "--format is jsonl or csv";
    if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect))
      return "--expect is a hash of 64 hexadecimal digits";
    return { task, source, format, expect, server };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return error.message;
  }
}
