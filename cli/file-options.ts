import { parseArgs } from "node:util";

export type FileOptions =
  | { ok: true; help: true }
  | { ok: true; help: false; paths: string[]; format: "text" | "json" }
  | { ok: false; problem: string };

/** The options of a command that looks at files: `<path…> [--format text|json]`. */
export function readFileOptions(args: string[]): FileOptions {
  try {
    const { values, positionals: paths } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: "string", default: "text" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { format, help } = values;
    if (help) return { ok: true, help };
    if (format !== "text" && format !== "json")
      return { ok: false, problem: "--format is text or json" };
    if (paths.length === 0) return { ok: false, problem: "name a file" };
    return { ok: true, help, paths, format };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, problem: error.message };
  }
}
