/** What a command may use of the process that runs it; tests give it their own. */
export interface CliIo {
  /** Writes the answer as it stands: the text brings its own line ends. */
  stdout: (text: string) => void;
  /** Writes what went wrong, for the person at the terminal. */
  stderr: (text: string) => void;
  /** Whether what goes to stderr is seen on a terminal as it is written. */
  isTerminal: boolean;
  /** The folder that relative paths start from. */
  cwd: string;
  now: () => Date;
  env: Readonly<Record<string, string | undefined>>;
  stdin: () => AsyncIterable<Uint8Array>;
  fetch: typeof globalThis.fetch;
}

/** How a command ends: 0 yes, 1 no, 2 could not tell. */
export type ExitCode = 0 | 1 | 2;

/** One command of `chaos-governor`; `args` are the words after its name. */
export type Command = (
  args: string[],
  io: CliIo,
) => Promise<ExitCode> | ExitCode;
