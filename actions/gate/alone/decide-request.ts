import type { Decision } from "../../../core/gate/decide.ts";
import { renderAnnouncement } from "../../../core/render/announcement.ts";
import { renderCall } from "../../../core/render/call.ts";
import { linksOfIssue } from "../../../core/render/links.ts";
import { renderOverride } from "../../../core/render/override.ts";
import type { Effect } from "../../../core/request/effect.ts";
import type { RequestObservation } from "../../../core/request/observation.ts";
import { plan } from "../../../core/request/plan/plan.ts";
import { unclearWords } from "../../../core/request/standing-request.ts";
import { say } from "./conversation.ts";
import { goOn } from "./go-on.ts";
import type { AloneJudgement } from "./judgement.ts";
import {
  type AloneCase,
  type AloneContext,
  type AloneRequest,
  observeAlone,
} from "./observe-request.ts";

type Context = AloneContext & { author: string };
type EffectOf<Kind extends Effect["kind"]> = Extract<Effect, { kind: Kind }>;

/**
 * Decides on a request as the app would: by the same plan, on facts observed now. What the plan wants said is said; what
 * it wants started is this run, where it may go on.
 *
 * @param mayGoOn whether this run was started to go on; one that only asks ends, whatever the gates say
 * @throws ProviderError where GitHub can't be reached
 */
export async function decideRequest(
  of: AloneCase,
  request: AloneRequest,
  context: Context,
  mayGoOn: boolean,
): Promise<AloneJudgement> {
  const { github, clock } = context;
  const observed = await observeAlone(of, request, context);
  const [unclear] = unclearWords(request.comments, observed, of.rule);
  if (unclear) {
    const { author, url: link } = unclear;
    return { decision: "hold", code: "unclear-word", author, link };
  }
  const pin = find(plan(observed, clock()).effects, "pin");
  const observation = pin
    ? await announce(pin, observed, of, context)
    : observed;
  const { effects } = plan(observation, clock());
  await tell(effects, observation, context);
  const decided = find(effects, "record-decision")?.record.decision;
  if (pin) return announced(decided);

  const start = find(effects, "dispatch");
  if (start && mayGoOn) return goOn(start, observation, of, context);
  if (start) return announced(start.decision);
  const end = find(effects, "enter");
  if (end) {
    if (find(effects, "close"))
      await github.closeIssue(observation.issue.number, "not_planned");
    return { decision: "refuse", code: "ended", because: end.because };
  }
  return stands(effects, decided);
}

function stands(
  effects: Effect[],
  decided: Decision | undefined,
): AloneJudgement {
  const trouble = find(effects, "status")?.view.trouble;
  if (trouble) return { decision: "hold", code: "trouble", trouble };
  if (!decided || decided.decision === "allow") return announced(decided);
  return { decision: decided.decision, code: "gates", decided };
}

function announced(decided: Decision | undefined): AloneJudgement {
  return { decision: "hold", code: "announced", ...(decided && { decided }) };
}

/** Announces what would run, and puts it in force: only what is said from here on approves it. */
async function announce(
  effect: EffectOf<"pin">,
  observation: RequestObservation,
  { rule }: AloneCase,
  { github }: Context,
): Promise<RequestObservation> {
  const { issue, ask, record } = observation;
  const experiment = ask.ok ? ask.ask.experiment : "";
  const { requester } = record;
  const comment = await say(
    github,
    issue.number,
    renderAnnouncement({ requester, experiment, pin: effect.pin }, effect, {
      links: linksOfIssue(issue.url),
      request: issue.number,
      workflow: rule.workflow,
    }),
  );
  const pins = [...record.pins, { ...effect.pin, announcedBy: comment.id }];
  return {
    ...observation,
    comments: [...observation.comments, comment],
    record: { ...record, pins },
  };
}

/** Calls those whose approval is missing, and tells everybody that people override gates; each once. */
async function tell(
  effects: Effect[],
  { issue }: RequestObservation,
  { github }: Context,
): Promise<void> {
  const override = find(effects, "announce-override");
  if (override) await say(github, issue.number, renderOverride(override));
  const call = find(effects, "call");
  if (call)
    await say(github, issue.number, renderCall(call, linksOfIssue(issue.url)));
}

function find<Kind extends Effect["kind"]>(
  effects: Effect[],
  kind: Kind,
): EffectOf<Kind> | undefined {
  return effects.find(
    (effect): effect is EffectOf<Kind> => effect.kind === kind,
  );
}
