import { blastRadiusOf } from "../../core/experiment/blast-radius.ts";
import { experimentName } from "../../core/experiment/location.ts";
import { experimentDigest } from "../../core/experiment/digest.ts";
import {
  EXPERIMENT_BYTES,
  parseExperiment,
} from "../../core/experiment/parse.ts";
import { known, unknown, type Fact } from "../../core/gate/fact.ts";
import type { ExperimentCheck, GateFacts } from "../../core/gate/facts.ts";
import { roleHolders } from "../../core/gate/role-holders.ts";
import { holdersByRota } from "../../core/gate/on-call/rota-holders.ts";
import type { Checks } from "../../core/experiment/rule.ts";
import { checksOf } from "../../core/policy/checks.ts";
import { rotaName } from "../../core/policy/roles.ts";
import { ruleFor } from "../../core/policy/rule.ts";
import type { Policy } from "../../core/policy/schema.ts";
import type { Diagnostic } from "../../core/text/diagnostic.ts";
import { parseDocument } from "../../core/text/document.ts";
import { diagnosticLine } from "../../core/render/diagnostic-line.ts";
import type { FileSource } from "./explain-options.ts";
import {
  FACTS_BYTES,
  noFacts,
  parseFactsFile,
  type GivenFacts,
} from "./facts-file.ts";
import { readInputFile } from "../input-file.ts";
import type { CliIo } from "../io.ts";
import { readPolicyFiles } from "../policy-files.ts";
import { describeNoRule, type Question } from "./question.ts";

/** Reads the files that the options name. All that is wrong is told at once. */
export async function readFileQuestion(
  source: FileSource,
  at: Date,
  io: Pick<CliIo, "cwd">,
): Promise<Question> {
  const { environment } = source;
  const policy = await readPolicyFiles(source, io);
  const checks = policy.ok ? checksOf(policy.policy) : {};
  const [experiment, given] = await Promise.all([
    readInput(source.experiment, EXPERIMENT_BYTES, io, (file) =>
      checkExperiment(source.experiment, file, { at, checks }),
    ),
    readFacts(source.facts, at, io),
  ]);
  if (!policy.ok || !experiment.ok || !given.ok)
    return {
      ok: false,
      messages: [policy, experiment, given].flatMap((input) =>
        input.ok ? [] : input.messages,
      ),
    };

  const lookup = ruleFor(policy.policy, environment);
  if (!lookup.ok)
    return {
      ok: false,
      messages: [`${source.policy}: ${describeNoRule(environment, lookup)}`],
    };
  return {
    ok: true,
    experiment: source.experiment,
    environment,
    rule: lookup.rule,
    policy: policy.policy,
    facts: {
      ...given.facts,
      ask: known({
        experiment: experimentName(source.experiment),
        environment,
      }),
      experiment: experiment.fact,
      holders: given.facts.holders.known
        ? given.facts.holders
        : holdersOf(policy.policy, given.facts.onCall, at),
    },
    messages: experiment.messages,
  };
}

type Failure = { ok: false; diagnostics: Diagnostic[] };

/** Reads one file with its parser; what either finds wrong becomes messages that name the file. */
async function readInput<Parsed extends { ok: true }>(
  path: string,
  limit: number,
  io: Pick<CliIo, "cwd">,
  parse: (file: { text: string; bytes: Uint8Array }) => Parsed | Failure,
): Promise<Parsed | { ok: false; messages: string[] }> {
  const file = await readInputFile(path, limit, io);
  if (!file.ok) return { ok: false, messages: [`${path}: ${file.problem}`] };
  const parsed = parse(file);
  if (parsed.ok) return parsed;
  const messages = parsed.diagnostics.map((one) => diagnosticLine(path, one));
  return { ok: false, messages };
}

async function readFacts(
  path: string | undefined,
  at: Date,
  io: Pick<CliIo, "cwd">,
): Promise<
  { ok: true; facts: GivenFacts } | { ok: false; messages: string[] }
> {
  return path === undefined
    ? { ok: true, facts: noFacts(at) }
    : readInput(path, FACTS_BYTES, io, ({ text }) => parseFactsFile(text, at));
}

/**
 * A file that is no document leaves the question open. An experiment with errors answers it: the gate
 * `experiment_valid` fails.
 */
function checkExperiment(
  path: string,
  { text, bytes }: { text: string; bytes: Uint8Array },
  { at, checks }: { at: Date; checks: Checks },
): { ok: true; fact: Fact<ExperimentCheck>; messages: string[] } | Failure {
  const format = path.endsWith(".json") ? "json" : "yaml-1.1";
  const read = parseDocument(text, { bytes: EXPERIMENT_BYTES, format });
  if (!read.ok) return read;

  const { diagnostics, outline } = parseExperiment(text, {
    file: path,
    checks,
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const messages = errors.map((error) => diagnosticLine(path, error));
  const digest = experimentDigest(bytes);
  const [firstError] = messages;
  const check = {
    digest,
    errors: errors.length,
    ...(firstError !== undefined && { firstError }),
    ...(outline && { radius: blastRadiusOf(outline) }),
  };
  const evidence = {
    source: "experiment file",
    at,
    query: path,
    answer: `${digest}, errors: ${String(errors.length)}`,
  };
  return { ok: true, fact: known(check, evidence), messages };
}

/**
 * The policy's people, and whoever is on call by the facts in roles that have a rota; teams stay as they are, because
 * nothing is looked up.
 */
function holdersOf(
  policy: Policy,
  onCall: GateFacts["onCall"],
  at: Date,
): GateFacts["holders"] {
  const rotas = onCall.known ? onCall.value : [];
  const notSaid = unknown("the facts do not say who is on call in it");
  const byRota = Object.entries(policy.roles).flatMap(
    ([role, { on_call: source }]) => {
      if (!source) return [];
      const found = rotas.find((one) => one.role === role);
      const rota = found ?? { role, shifts: notSaid };
      return holdersByRota(rota, rotaName(source), at);
    },
  );
  return known([...byRota, ...roleHolders(policy)], {
    source: "policy",
    at,
    query: "roles",
    answer: JSON.stringify(policy.roles).slice(0, 500),
  });
}
