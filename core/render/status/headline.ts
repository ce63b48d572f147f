import type { Decision } from "../../gate/decide.ts";
import { blocking, overridesInUse } from "../../gate/override.ts";
import type { RunVerdict } from "../../journal/verdict.ts";
import type { StatusView } from "../../request/status.ts";
import { codeSpan, escapeText } from "../escape.ts";
import { formatOpening } from "../moment.ts";
import { enumerate } from "../plain.ts";
import { watchedUntil } from "../recovery.ts";

/** What a person who looks for two seconds should see: a symbol, where the request stands, and which gates it overrides. */
export function headline(view: StatusView): string {
  const { decision, overridden } = view;
  const gates =
    overridden ??
    (decision ? overridesInUse(decision).map(({ gate }) => gate) : []);
  const now = standing(view);
  return gates.length === 0
    ? now
    : `${now} · 🚨 overrides ${enumerate(gates, "and")}`;
}

function standing(view: StatusView): string {
  switch (view.phase) {
    case "open":
      if (view.trouble) return "⚠️ Nothing can be decided yet";
      return view.decision ? decided(view.decision) : "🔎 Looking at the gates";
    case "dispatching":
      return view.decision || view.trouble
        ? "⚠️ The workflow was asked for, and no run of it showed up"
        : "🚀 The workflow is being started";
    case "running":
      return running(view);
    case "finished":
      return finished(view.judgement?.verdict);
    case "denied":
      return "🚫 Denied";
    case "cancelled":
      return "🚫 Cancelled";
    case "refused":
      return "⛔ Refused";
  }
}

/** What is asked for, and by whom. */
export function asked({ ask, requester }: StatusView): string {
  const who = escapeText(requester, 100);
  return ask
    ? `${codeSpan(ask.experiment, 200)} in ${codeSpan(ask.environment, 64)}, asked for by **${who}**`
    : `Asked for by **${who}**`;
}

/** What happens next and when; undefined where nothing does. */
export function next(view: StatusView): string | undefined {
  const { phase, decision, trouble, because, run } = view;
  if (phase === "denied" || phase === "cancelled" || phase === "refused")
    return because === undefined ? undefined : escapeText(because, 1_000);
  if (phase === "finished") return undefined;
  if (trouble) return nextAfterTrouble(trouble.code === "unreachable");
  if (decision) return nextAfterDecision(decision);
  if (phase === "running")
    return run?.status === "completed"
      ? nextAfterRun(view)
      : "When it has ended, its journal is read and judged here. `/chaos cancel` stops it.";
  return phase === "dispatching"
    ? "Nothing stands in the way any more. Its run is followed here as soon as it shows up."
    : "What is asked for is pinned now; the gates are asked next.";
}

function decided(judged: Decision): string {
  const { decision, opensAt } = judged;
  const verdicts = blocking(judged);
  if (verdicts.some(({ code }) => code === "halted"))
    return "🛑 Halted: nothing starts until somebody resumes";
  if (decision === "refuse") return "⛔ Not now: something has to be mended";
  if (verdicts.some(({ status }) => status === "unknown"))
    return "❔ Waiting: not everything could be learned";
  if (opensAt) return `⏳ Waiting until ${formatOpening(opensAt)}`;
  const waiting = verdicts.filter(({ status }) => status === "wait");
  const what = new Set(waiting.map(awaited));
  return `⏳ Waiting for ${enumerate([...what], "and")}`;
}

function awaited({ gate, opensAt }: Decision["verdicts"][number]): string {
  if (gate === "approvals") return "approvals";
  return opensAt ? "the clock" : "the end of what is under way";
}

function running({ trouble, run, watched, stopped }: StatusView): string {
  if (trouble) return "⚠️ Running out of sight";
  if (stopped && run?.status !== "completed")
    return "🛑 The run is being stopped";
  switch (run?.status) {
    case "completed":
      return watched
        ? `👀 The run has ended, and its recovery is watched until ${watchedUntil(watched)}`
        : "🔎 The run has ended and is being judged";
    case "queued":
      return "🚀 The run is queued";
    case "in_progress":
    case undefined:
      return "🏃 Running";
  }
}

function finished(verdict: RunVerdict | undefined): string {
  switch (verdict) {
    case "held":
      return "✅ Held: the steady state withstood the experiment";
    case "dry":
      return "⚠️ A dry run, which proves nothing";
    case "not-run":
      return "⚠️ Not run: the steady state was not met to begin with";
    case "not-recovered":
      return "❌ Not recovered: what has to hold after the run did not hold in time";
    case undefined:
      return "🏁 Finished";
    case "aborted":
    case "interrupted":
    case "failed":
    case "deviated":
    case "deviated-during":
    case "activity-failed":
    case "rollback-failed":
      return `❌ Failed: ${verdict}`;
  }
}

function nextAfterRun({ watched }: StatusView): string {
  return watched
    ? "Where its journal shows that it held, it is judged once all of the below held in their time, or one did not; else at once."
    : "Its journal is read and judged next.";
}

function nextAfterTrouble(asksAgain: boolean): string {
  return asksAgain
    ? "Nothing is started until that is known. It is asked again in a few minutes; `/chaos recheck` asks at once."
    : "Nothing is started until that is mended. Then it goes on by itself.";
}

function nextAfterDecision(all: Decision): string {
  const { decision, opensAt, lapsing } = all;
  const goesOn = `It is started as soon as every gate passes${earliest(all)}; nobody has to ask anew.`;
  if (decision === "refuse")
    return `What to do stands below, and who can. ${goesOn} It is looked at again every 15 minutes at least; \`/chaos recheck\` looks at once.`;
  if (!opensAt)
    return `What is still missing stands below, with what to do and who can. ${goesOn}`;
  const opens = `It opens by itself ${formatOpening(opensAt)}, and is started then if every gate passes.`;
  return lapsing
    ? `${opens} By then these will not hold any more: ${lapsing.join(", ")}.`
    : opens;
}

/** The latest moment at which a gate opens by itself, where people or services keep others closed. */
function earliest(decision: Decision): string {
  const moments = blocking(decision).flatMap(
    ({ opensAt }) => opensAt?.getTime() ?? [],
  );
  return moments.length === 0
    ? ""
    : `, at the earliest ${formatOpening(new Date(Math.max(...moments)))}`;
}
