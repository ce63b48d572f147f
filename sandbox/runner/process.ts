import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import * as z from "zod";

export interface ProcessRequest {
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
  /** Called with every line of output. */
  log(line: string): void;
  /** Ends the process: SIGINT first, as GitHub does on a cancel, so that rollbacks run. */
  signal: AbortSignal;
}

/** Runs a process to its end. @returns its exit code; 130 where it was cancelled */
export async function runProcess(request: ProcessRequest): Promise<number> {
  const child = spawn(request.command, request.args, {
    cwd: request.cwd,
    env: request.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const cancel = () => child.kill("SIGINT");
  request.signal.addEventListener("abort", cancel);
  if (request.signal.aborted) cancel();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) =>
      request.log(line.slice(0, 2_000)),
    );
  }
  try {
    const [code] = z
      .tuple([z.number().nullable()])
      .rest(z.unknown())
      .parse(await once(child, "close"));
    return code ?? 130;
  } finally {
    request.signal.removeEventListener("abort", cancel);
  }
}
