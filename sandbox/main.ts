#!/usr/bin/env node
import { once } from "node:events";
import { parseArgs } from "node:util";
import { setClock } from "./clock.ts";
import { tellStory } from "./story.ts";
import { jsonTimeline, readableTimeline, type Timeline } from "./timeline.ts";
import { startWorld, type World } from "./world.ts";

const HELP = `npm run sandbox [-- --once] [-- --json]

Starts a whole local world (a GitHub, the app, a service to break, a runner) and tells the story of two requests.

  --once   ends after the story; exit code 0 only if every step was seen
  --json   prints one event a line
  --help   prints this
`;

const write = (text: string) => void process.stdout.write(text);

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === "string") {
    process.stderr.write(`${options}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    write(HELP);
    return 0;
  }
  setClock(untilNextMonday(new Date()));
  const timeline = (options.json ? jsonTimeline : readableTimeline)(
    write,
    () => new Date(),
  );
  timeline.chapter(
    "Chaos Governor's sandbox: everything below is on this machine",
  );

  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () => interrupted.abort(new Error("stopped")));

  let world: World | undefined;
  try {
    world = await startWorld(timeline, interrupted.signal);
    await tellStory(world, timeline, interrupted.signal);
    if (!options.once) await stayUp(world, timeline, interrupted.signal);
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    timeline.tell({
      actor: "sandbox",
      text: `the story broke off: ${sentence(error)}`,
    });
    return 1;
  } finally {
    await world?.stop();
  }
}

function readOptions(
  args: string[],
): { once: boolean; json: boolean; help: boolean } | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        once: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return values;
  } catch (error) {
    return sentence(error);
  }
}

async function stayUp(
  world: World,
  timeline: Timeline,
  signal: AbortSignal,
): Promise<void> {
  timeline.chapter(
    "The world stays up; look around, write comments as the app would see them. Ctrl-C stops everything",
  );
  timeline.tell({
    actor: "sandbox",
    text: "the repository",
    link: world.repositoryUrl,
  });
  if (!signal.aborted) await once(signal, "abort");
}

/**
 * Milliseconds from `now` to the next Monday, 16:40 UTC: the policy's blackout is still on, and ends within the story.
 */
function untilNextMonday(now: Date): number {
  const monday = new Date(now);
  monday.setUTCHours(16, 40, 0, 0);
  do monday.setUTCDate(monday.getUTCDate() + 1);
  while (monday.getUTCDay() !== 1);
  return monday.getTime() - now.getTime();
}

function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error
    ? `${error.message} (${error.cause.message})`
    : error.message;
}
