import type { Effect } from "../../../core/request/effect.ts";
import { pinTag } from "../../../core/request/pin-tag.ts";
import type { Dispatch } from "../../store/records.ts";
import { audit } from "../audit.ts";
import type { Target } from "./apply.ts";

type DispatchEffect = Extract<Effect, { kind: "dispatch" }>;

export type PinnedRef =
  /** `tag`: absent where none can be made, so that the gate step's comparison of commit and digest is the only lock. */
  | { state: "pinned"; ref: string; tag?: string }
  /** Somebody was here before: another process, or this one before it was interrupted. */
  | { state: "taken" }
  | { state: "unreviewed" };

/**
 * What to dispatch on: a tag on the approved commit. Making it is the lock between processes, as GitHub makes it once.
 *
 * @throws ProviderError where GitHub can't be reached
 */
export async function pinnedRef(
  { pin }: DispatchEffect,
  { correlation, attempts }: Dispatch,
  { issue, observation, context }: Target,
): Promise<PinnedRef> {
  const { github } = context;
  const { defaultBranch } = observation.repository;
  // A push by force may have taken away from the branch what was approved on it.
  if (!(await github.isOnBranch(pin.commit, defaultBranch)))
    return { state: "unreviewed" };
  const tag = pinTag(issue.issue, correlation);
  const made = await github.createTag(tag, pin.commit);
  if (made.state === "there" && attempts === 0) return { state: "taken" };
  const why = made.state === "refused" ? made.reason : undefined;
  await audit(context, issue, {
    subject: `issue:${issue.issue}`,
    kind: "tag",
    data: {
      tag,
      commit: pin.commit,
      ...(why !== undefined && { refused: why }),
    },
  });
  return why === undefined
    ? { state: "pinned", ref: tag, tag }
    : { state: "pinned", ref: defaultBranch };
}
