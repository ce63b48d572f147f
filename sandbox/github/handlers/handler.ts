import type { Answer, Call } from "../front/http.ts";
import type { Interior } from "../front/interior.ts";

/** Answers an operation that emulate lacks, or has wrong. */
type Handler = (call: Call, interior: Interior) => Answer | Promise<Answer>;

/** By GitHub's name of the operation. */
export type Handlers = Record<string, Handler>;
