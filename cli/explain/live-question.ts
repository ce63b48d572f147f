import { unknown } from "../../core/gate/fact.ts";
import { ruleFor } from "../../core/policy/rule.ts";
import { commitMemory } from "../../facts/commit-memory.ts";
import type { FactsContext } from "../../facts/context.ts";
import { observeExperiment } from "../../facts/observe-experiment.ts";
import { observeUnaided } from "../../facts/observe-unaided.ts";
import { readServiceSettings } from "../../facts/service-settings.ts";
import { createServices } from "../../facts/services.ts";
import { ProviderError } from "../../providers/provider-error.ts";
import { SURROUNDINGS } from "../../providers/service/surroundings.ts";
import { connect } from "../github.ts";
import type { CliIo } from "../io.ts";
import type { LiveSource } from "./explain-options.ts";
import { readLivePolicy } from "./live-policy.ts";
import {
  type LiveRequest,
  readLiveRequest,
  withConversation,
} from "./live-request.ts";
import { describeNoRule, type Question } from "./question.ts";

type Context = Omit<FactsContext, "history">;

/** Asks GitHub and the services now. Where they can't be asked at all, messages say why. */
export async function readLiveQuestion(
  source: LiveSource,
  io: CliIo,
): Promise<Question> {
  const connection = connect(source.repository, io);
  const services = readServiceSettings(io.env);
  if (!connection.ok) return no(connection.problem);
  if (!services.ok) return no(services.problem);
  const { github } = connection;
  const clock = io.now;
  const surroundings = {
    ...SURROUNDINGS,
    fetch: io.fetch,
    now: () => clock().getTime(),
  };
  const context = {
    github,
    clock,
    memory: commitMemory(),
    services: createServices(services.settings, surroundings),
  };
  try {
    return await observe(source, context, io);
  } catch (error) {
    if (error instanceof ProviderError)
      return no(`${source.repository}: ${error.message}`);
    throw error;
  }
}

async function observe(
  source: LiveSource,
  context: Context,
  io: CliIo,
): Promise<Question> {
  const { github, clock, memory } = context;
  const [{ branch, commit: head }, found] = await Promise.all([
    github.head(),
    source.request === undefined
      ? undefined
      : readLiveRequest(source.request, source.app, github),
  ]);
  if (found?.ok === false) return no(found.problem);
  const request = found?.request;
  const asked = whatIsAsked(source, request);
  if (!asked.ok) return no(asked.problem);
  const { ask } = asked;
  const read = await readLivePolicy(source, head, github, io);
  if (!read.ok) return read;
  const { policy } = read.file;
  const covered = ruleFor(policy, ask.environment);
  if (!covered.ok)
    return no(
      `${source.policy ?? source.repository}: ${describeNoRule(ask.environment, covered)}`,
    );
  const { rule } = covered;

  const at = clock();
  const observing = observeExperiment(
    github,
    head,
    policy,
    ask.experiment,
    memory,
  );
  const [experiment, facts] = await Promise.all([
    observing,
    observeUnaided(
      { policy, rule, ask, experiment: observing, branch, head },
      context,
    ),
  ]);
  const on = { github, branch, head, policy: read.file, experiment };
  return {
    ok: true,
    experiment: ask.experiment,
    environment: ask.environment,
    rule,
    policy,
    facts: request
      ? await withConversation(facts, request, on, at)
      : { ...facts, ...NO_REQUEST },
    observed: { repository: source.repository, at, branch, head },
    messages: [],
  };
}

const NOT_NAMED = unknown(
  "no request was named in which it could be; --request <number> names one",
);
const NO_REQUEST = {
  request: NOT_NAMED,
  approvals: NOT_NAMED,
  overrides: NOT_NAMED,
};

/** What the request asks for; where both say it, they have to say the same. */
function whatIsAsked(
  { ask, repository }: LiveSource,
  request: LiveRequest | undefined,
): { ok: true; ask: LiveRequest["ask"] } | { ok: false; problem: string } {
  if (!request) {
    return ask
      ? { ok: true, ask: { ...ask, reason: "" } }
      : { ok: false, problem: "missing: --experiment, --environment" };
  }
  const { experiment, environment } = request.ask;
  if (ask && (ask.experiment !== experiment || ask.environment !== environment))
    return {
      ok: false,
      problem: `${repository}#${String(request.issue.number)} asks for ${experiment} in ${environment}: leave out --experiment and --environment`,
    };
  return { ok: true, ask: request.ask };
}

function no(message: string): Question {
  return { ok: false, messages: [message] };
}
