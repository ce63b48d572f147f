import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { listen } from "../service/listener.ts";
import { startService } from "../service/service.ts";

/** One run to record: an experiment, how it is run, and what is to come of it. */
export const recordingCase = z.strictObject({
  name: z.string(),
  /** The experiment's file, within its folder. */
  experiment: z.string(),
  /** Options of `chaos run`. */
  arguments: z.array(z.string()),
  /** Sent to Chaos Toolkit once the experiment calls the address in RECORDING_SIGNAL_URL. */
  signal: z.enum(["SIGINT", "SIGTERM", "SIGUSR1", "SIGUSR2"]).optional(),
  /** What `chaos run` exits with. */
  exit: z.number(),
  verdict: z.string(),
});
export type RecordingCase = z.infer<typeof recordingCase>;

export interface Recording {
  exit: number | null;
  /** The journal's text, with nothing in it that tells of the machine. */
  journal: string;
  /** What Chaos Toolkit said. */
  output: string;
}

/**
 * Runs Chaos Toolkit on an experiment against a shop of its own.
 *
 * @param chaos the command's path
 * @param experiment the experiment's path
 */
export async function record(
  chaos: string,
  experiment: string,
  { arguments: options, signal }: Pick<RecordingCase, "arguments" | "signal">,
): Promise<Recording> {
  const service = await startService({ port: 0 });
  const folder = await mkdtemp(join(tmpdir(), "chaos-recording-"));
  const path = join(folder, "journal.json");
  // Called in the middle of a run, and never answered: the signal is what ends the call.
  const bell = await listen(() => child.kill(signal), 0);
  const child = spawn(
    chaos,
    ["--no-log-file", "--no-version-check", "run", "--journal-path", path]
      .concat(options)
      .concat(experiment),
    {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        SANDBOX_SERVICE_URL: service.url,
        RECORDING_SIGNAL_URL: bell.url,
      },
    },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  try {
    const [exit] = z
      .tuple([z.number().nullable()])
      .rest(z.unknown())
      .parse(await once(child, "close"));
    const text = await readFile(path, "utf8").catch((cause: unknown) => {
      throw new Error(`chaos left no journal of ${experiment}:\n${output}`, {
        cause,
      });
    });
    return { exit, journal: neutral(text, service.url), output };
  } finally {
    await Promise.all([service.stop(), bell.close()]);
    await rm(folder, { recursive: true });
  }
}

/** Takes out what differs from machine to machine and from run to run, but for times. */
function neutral(journal: string, serviceUrl: string): string {
  const text = journal
    .replaceAll(serviceUrl, "http://127.0.0.1:8790")
    .replace(/^( {2}"platform": )".*"/m, '$1"Linux"')
    .replace(/^( {2}"node": )".*"/m, '$1"runner"')
    .replace(
      /(File \\")[^"\\]*\/(?:site-packages|python[\d.]+)\//g,
      "$1/python/",
    )
    .replace(/\bobject at 0x[0-9a-f]+/g, "object at 0x0");
  return `${text.trimEnd()}\n`;
}
