import { parseArgs } from "node:util";
import type { CliIo, ExitCode } from "./io.ts";

type FileOptions<Format extends string> =
  | { ok: true; help: true }
  | {
      ok: true;
      help: false;
      paths: string[];
      format: Format;
      policy: string | undefined;
      organisation: string | undefined;
      server: string | undefined;
    }
  | { ok: false; problem: string };

interface Takes<Format extends string> {
  /** The first one is taken where none is named. */
  formats: readonly [Format, ...Format[]];
  /** Whether the command takes `--policy` as well; the same below. */
  policy: boolean;
  organisation?: boolean;
  server?: boolean;
}

/**
 * The options of a command that looks at files; where there is nothing to do, because somebody asked for help or wrote
 * what can't be meant, the exit code, and they are told.
 */
export function askedOfFiles<Format extends string>(
  args: string[],
  io: CliIo,
  { usage, ...takes }: Takes<Format> & { usage: string },
):
  | Extract<FileOptions<Format>, { help: false }>
  | { ok: false; exit: ExitCode } {
  const options = readFileOptions(args, takes);
  if (!options.ok) {
    io.stderr(`${options.problem}\n\n${usage}`);
    return { ok: false, exit: 2 };
  }
  if (!options.help) return options;
  io.stdout(usage);
  return { ok: false, exit: 0 };
}

/** `<path…> [--format …] [--policy <file>]`, and what else the command takes. */
function readFileOptions<Format extends string>(
  args: string[],
  {
    formats,
    policy: takesPolicy,
    organisation: takesOrganisation = false,
    server: takesServer = false,
  }: Takes<Format>,
): FileOptions<Format> {
  const usual: string = formats[0];
  try {
    const { values, positionals: paths } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string", default: usual },
        help: { type: "boolean", short: "h", default: false },
        policy: { type: "string" },
        organisation: { type: "string" },
        server: { type: "string" },
      },
    });
    const { help, policy, organisation, server } = values;
    if (help) return { ok: true, help };
    const format = formats.find((known) => known === values.format);
    if (format === undefined)
      return { ok: false, problem: `--format is ${alternatives(formats)}` };
    if (policy !== undefined && !takesPolicy)
      return { ok: false, problem: "--policy is no option of this command" };
    if (organisation !== undefined && !takesOrganisation)
      return {
        ok: false,
        problem: "--organisation is no option of this command",
      };
    if (server !== undefined && !takesServer)
      return { ok: false, problem: "--server is no option of this command" };
    if (paths.length === 0) return { ok: false, problem: "name a file" };
    return { ok: true, help, paths, format, policy, organisation, server };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: error.message };
  }
}

function alternatives(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
}
