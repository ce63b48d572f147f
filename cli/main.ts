#!/usr/bin/env node
import { quote } from "../core/text/quote.ts";
import { suggestionHint } from "../core/text/suggest.ts";
import { audit } from "./audit/audit.ts";
import { explain } from "./explain/explain.ts";
import { halt } from "./halt/halt.ts";
import { resume } from "./halt/resume.ts";
import type { CliIo, Command, ExitCode } from "./io.ts";
import { policy } from "./policy.ts";
import { preview } from "./explain/preview.ts";
import { replay } from "./recorded/replay.ts";
import { simulate } from "./recorded/simulate.ts";
import { validate } from "./validate/validate.ts";
import { verdict } from "./verdict.ts";

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["validate", validate],
  ["explain", explain],
  ["preview", preview],
  ["verdict", verdict],
  ["replay", replay],
  ["simulate", simulate],
  ["policy", policy],
  ["audit", audit],
  ["halt", halt],
  ["resume", resume],
]);

const USAGE = `usage: chaos-governor <command> …

  validate <path…>    checks policies and Chaos Toolkit experiments, without running anything
  explain …           says whether a policy allows an experiment, gate by gate
  preview …           shows a week of hours in which the clock lets an experiment run
  verdict <journal>   says what a run of Chaos Toolkit really was
  replay <request>    makes recorded decisions again, and says whether they come out the same
  simulate …          says which recorded decisions another policy would have made otherwise
  policy …            prints the policy that is in force with what it inherits, and where each value comes from
  audit …             verifies or exports the audit trail of a repository
  halt "<reason>" …   stops every experiment of a repository, or says whether they are stopped
  resume …            lets them go on

Each takes --format and --help. Exit 0: yes. 1: no. 2: it can't be told.
`;

async function main([name, ...args]: string[], io: CliIo): Promise<ExitCode> {
  if (name === "--help" || name === "-h" || name === "help") {
    io.stdout(USAGE);
    return 0;
  }
  if (name === undefined) {
    io.stderr(USAGE);
    return 2;
  }
  const command = COMMANDS.get(name);
  if (command) return command(args, io);
  const hint = suggestionHint(name, [...COMMANDS.keys()], "commands");
  io.stderr(`unknown command ${quote(name)}; ${hint}\n\n${USAGE}`);
  return 2;
}

process.exitCode = await main(process.argv.slice(2), {
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY,
  cwd: process.cwd(),
  now: () => new Date(),
  env: process.env,
  stdin: () => process.stdin,
  fetch: (input, init) => globalThis.fetch(input, init),
});
