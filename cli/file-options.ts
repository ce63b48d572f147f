import { parseArgs } from "node:util";

export type FileOptions =
  | { ok: true; help: true }
  | {
      ok: true;
      help: false;
      paths: string[];
      format: "text" | "json";
      policy: string | undefined;
    }
  | { ok: false; problem: string };

/**
 * The options of a command that looks at files: `<path…> [--format text|json]`.
 *
 * @param policy whether the command takes `--policy <file>` as well
 */
export function readFileOptions(
  args: string[],
  { policy: takesPolicy }: { policy: boolean } = { policy: false },
): FileOptions {
  try {
    const { values, positionals: paths } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string", default: "text" },
        policy: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { format, help, policy } = values;
    if (help) return { ok: true, help };
    if (format !== "text" && format !== "json")
      return { ok: false, problem: "--format is text or json" };
    if (policy !== undefined && !takesPolicy)
      return { ok: false, problem: "--policy is no option of this command" };
    if (paths.length === 0) return { ok: false, problem: "name a file" };
    return { ok: true, help, paths, format, policy };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: error.message };
  }
}
