import { tmpdir } from "node:os";
import { runProcess } from "../runner/process.ts";

export type Environment = Record<string, string | undefined>;

/** How a command ended: where it could not be started at all, its one line says why. */
export interface Outcome {
  ok: boolean;
  lines: string[];
}

/** Runs a command that may be missing, fail or hang. @param withinMs it is ended after this many milliseconds */
export async function run(
  command: string,
  args: string[],
  {
    env,
    withinMs,
    log = () => undefined,
  }: { env: Environment; withinMs: number; log?: (line: string) => void },
): Promise<Outcome> {
  const lines: string[] = [];
  const late = AbortSignal.timeout(withinMs);
  try {
    const code = await runProcess({
      command,
      args,
      cwd: tmpdir(),
      env: Object.fromEntries(
        Object.entries(env).flatMap(([key, value]) =>
          value === undefined ? [] : [[key, value]],
        ),
      ),
      log: (line) => {
        lines.push(line);
        log(line);
      },
      signal: late,
    });
    if (late.aborted) lines.push(`ended after ${withinMs / 1_000} s`);
    return { ok: code === 0, lines };
  } catch (error) {
    return { ok: false, lines: [String(error)] };
  }
}
