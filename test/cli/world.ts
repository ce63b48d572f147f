import type { CliIo, Command, ExitCode } from "../../cli/io.ts";

/** What a command wrote, and how it ended. */
export interface Outcome {
  exit: ExitCode;
  stdout: string;
  stderr: string;
}

const NOW = new Date("2026-11-24T12:00:00Z");

/** Runs a command as the terminal would, in that folder, and catches what it writes. */
export async function run(
  command: Command,
  args: string[],
  cwd: string,
  terminal: Partial<Omit<CliIo, "stdout" | "stderr" | "cwd">> = {},
): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const io: CliIo = {
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    isTerminal: false,
    cwd,
    now: () => NOW,
    env: {},
    stdin: () => {
      throw new Error("this test has nothing on stdin");
    },
    fetch: () => Promise.reject(new Error("this test has no network")),
    ...terminal,
  };
  const exit = await command(args, io);
  return { exit, ...written };
}
