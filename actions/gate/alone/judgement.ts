import type { Decision } from "../../../core/gate/decide.ts";
import type { StandingRequest } from "../../../core/request/standing-request.ts";
import type { Trouble } from "../../../core/request/status.ts";
import type { RunFlaw } from "../claim.ts";

/** What comes of a run that asks, or goes on, where no app decides. */
export type AloneJudgement =
  | { decision: "allow"; code: "goes-on"; decided: Decision }
  /** What would run is announced, and what was said before approves nothing. */
  | { decision: "hold"; code: "announced"; decided?: Decision }
  | { decision: "hold" | "refuse"; code: "gates"; decided: Decision }
  | { decision: "hold"; code: "trouble"; trouble: Trouble }
  /** Somebody's word was edited: it may have been a no. */
  | { decision: "hold"; code: "unclear-word"; author: string; link: string }
  | { decision: "refuse"; code: "ended"; because: string }
  | { decision: "refuse"; code: "no-request"; request: string }
  | { decision: "refuse"; code: "not-this-run"; flaws: RunFlaw[] }
  | { decision: "refuse"; code: "comment-deleted" }
  | ({ decision: "refuse"; code: "unusable" } & Extract<
      StandingRequest,
      { state: "used" | "tampered" }
    >);
