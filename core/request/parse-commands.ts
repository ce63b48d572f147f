import { GATE_NAMES, type GateName } from "../gate/verdict.ts";
import { suggest } from "../text/suggest.ts";
import type { Command, CommandProblem } from "./command.ts";
import { isEnvironmentName, isExperimentName } from "./request.ts";
import { spokenLines } from "./spoken-lines.ts";

/** How many commands of one comment are read. */
const MOST_COMMANDS = 20;
const MOST_OF_A_LINE = 200;
const MOST_OF_A_REASON = 500;

/** Role names as policies write them. */
const ROLE = /^[a-z0-9_-]{1,64}$/;

const OVERRIDE = "/chaos override <gate> because <reason>";

type Reading = Command | CommandProblem;
/** A problem but for the line, which is the same for all. */
type Flaw = Omit<CommandProblem, "line">;

/** Reads what stands behind a command's word. */
const READERS: Record<Command["kind"], (words: string[]) => Command | Flaw> = {
  approve: readApprove,
  deny: readDeny,
  withdraw: alone("withdraw"),
  override: readOverride,
  cancel: alone("cancel"),
  recheck: alone("recheck"),
  help: alone("help"),
  halt: readHalt,
  run: readRun,
};

/**
 * The commands of a comment in their order, the first twenty. A command is a whole line that begins with `/chaos`, in
 * the author's own plain words: what is quoted, code or hidden commands nothing.
 */
export function parseCommands(body: string): Reading[] {
  return spokenLines(body, "/chaos").slice(0, MOST_COMMANDS).map(readLine);
}

function readLine(line: string): Reading {
  const [, kind = "", ...words] = line.split(/\s+/);
  const reading = isKind(kind)
    ? READERS[kind](words)
    : flaw("unknown-command", nearest(kind));
  return reading.kind === "problem"
    ? { ...reading, line: line.slice(0, MOST_OF_A_LINE) }
    : reading;
}

function isKind(word: string): word is Command["kind"] {
  return Object.hasOwn(READERS, word);
}

function nearest(word: string): string {
  const kind = suggest(word, Object.keys(READERS)) ?? "help";
  switch (kind) {
    case "deny":
      return "/chaos deny <reason>";
    case "halt":
      return "/chaos halt <reason>";
    case "override":
      return OVERRIDE;
    case "run":
      return "/chaos run <experiment> in <environment>";
    default:
      return `/chaos ${kind}`;
  }
}

function readApprove(words: string[]): Command | Flaw {
  const [as, role, ...more] = words;
  if (as === undefined) return { kind: "approve" };
  if (as === "as" && role !== undefined && more.length === 0)
    return ROLE.test(role)
      ? { kind: "approve", role }
      : flaw("malformed-approve", "/chaos approve as <role>");
  const roleAlone = words.length === 1 && ROLE.test(as) && as !== "as";
  return flaw(
    "malformed-approve",
    `/chaos approve as ${roleAlone ? as : "<role>"}`,
  );
}

function readDeny(words: string[]): Command | Flaw {
  const reason = words.join(" ").slice(0, MOST_OF_A_REASON);
  return reason === ""
    ? flaw("missing-reason", "/chaos deny <reason>")
    : { kind: "deny", reason };
}

/** Whoever needs everything to stop may have no time for words. */
function readHalt(words: string[]): Command {
  const reason = words.join(" ").slice(0, MOST_OF_A_REASON);
  return { kind: "halt", reason: reason || "no reason was given" };
}

/** Gates with commas between them, `because`, and a reason. */
function readOverride(words: string[]): Command | Flaw {
  const because = words.indexOf("because");
  const reason = words.slice(because + 1).join(" ");
  if (because < 1) return flaw("malformed-override", OVERRIDE);
  if (reason === "") return flaw("missing-reason", OVERRIDE);
  const names = words.slice(0, because).join(" ").split(/ ?, ?/);
  const wrong = names.find((name) => !isGate(name));
  if (wrong !== undefined) {
    if (!/^\S+$/.test(wrong)) return flaw("malformed-override", OVERRIDE);
    const meant = suggest(wrong, GATE_NAMES) ?? "<gate>";
    return flaw("unknown-gate", `/chaos override ${meant} because <reason>`);
  }
  const gates = [...new Set(names.filter(isGate))];
  return { kind: "override", gates, reason: reason.slice(0, MOST_OF_A_REASON) };
}

function isGate(name: string): name is GateName {
  return GATE_NAMES.some((gate) => gate === name);
}

function readRun(words: string[]): Command | Flaw {
  const [experiment = "", within, environment = "", ...more] = words;
  const understood =
    isExperimentName(experiment) &&
    within === "in" &&
    isEnvironmentName(environment) &&
    more.length === 0;
  return understood
    ? { kind: "run", experiment, environment }
    : flaw("malformed-run", "/chaos run <experiment> in <environment>");
}

function alone(
  kind: "withdraw" | "cancel" | "recheck" | "help",
): (words: string[]) => Command | Flaw {
  return (words) =>
    words.length === 0 ? { kind } : flaw("unexpected-words", `/chaos ${kind}`);
}

function flaw(code: CommandProblem["code"], suggestion: string): Flaw {
  return { kind: "problem", code, suggestion };
}
