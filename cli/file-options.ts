import { parseArgs } from "node:util";

export type FileOptions<Format extends string> =
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

/**
 * The options of a command that looks at files: `<path…> [--format …] [--policy <file>]`.
 *
 * @param takes.formats the first one is taken where none is named
 * @param takes.policy whether the command takes `--policy` as well
 * @param takes.organisation whether it takes `--organisation`
 * @param takes.server whether it takes `--server`
 */
export function readFileOptions<Format extends string>(
  args: string[],
  {
    formats,
    policy: takesPolicy,
    organisation: takesOrganisation = false,
    server: takesServer = false,
  }: {
    formats: readonly [Format, ...Format[]];
    policy: boolean;
    organisation?: boolean;
    server?: boolean;
  },
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
