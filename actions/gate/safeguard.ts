import { safeguardToken } from "../../core/request/safeguard.ts";
import type { GateInputs } from "./inputs.ts";
import type { Runner } from "./runner.ts";

/** Where and how the experiment may ask, while it runs, whether it may go on. */
export interface Safeguard {
  url: string;
  /** For the header `Authorization`; a secret. */
  authorization: string;
}

/** Undefined where the workflow does not say where the app is, or has no key. */
export function safeguardOf(
  { safeguard }: Pick<GateInputs, "safeguard">,
  { runId: run, attempt }: Pick<Runner, "runId" | "attempt">,
): Safeguard | undefined {
  if (!safeguard) return undefined;
  const { url, key } = safeguard;
  return {
    url: `${url}/api/safeguard/${String(run)}`,
    authorization: `Bearer ${safeguardToken(key, { run, attempt })}`,
  };
}
