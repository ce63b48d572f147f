import type { Activity, Entry } from "./schema.ts";
import { expectsStatus, isRecord } from "./tolerance.ts";

/** What a process exited with, or what an HTTP call was answered with. */
export interface ProviderStatus {
  code: "process" | "http";
  status: number;
}

/** Why an activity that was begun is no success. */
export type EntryFailure =
  | { code: "unfinished" }
  /** Chaos Toolkit calls it failed; what was raised, where it says: maybe of many lines, secrets in it. */
  | { code: "raised"; message?: string }
  /** Chaos Toolkit calls these succeeded. */
  | ProviderStatus;

/** `process` and `http` above 399 fail, unless the activity's own tolerance names that very status. */
export function failureOf(entry: Entry): EntryFailure | undefined {
  if (typeof entry.status !== "string") return { code: "unfinished" };
  if (entry.status !== "succeeded") {
    const message = entry.exception?.findLast((line) => line.trim() !== "");
    return { code: "raised", ...(message === undefined ? {} : { message }) };
  }
  const answer = statusOf(entry);
  if (!answer || expectsStatus(entry.activity?.tolerance, answer.status))
    return undefined;
  const { code, status } = answer;
  return (code === "http" ? status >= 400 : status !== 0) ? answer : undefined;
}

export function statusOf({
  activity,
  output,
}: Entry): ProviderStatus | undefined {
  const code = providerOf(activity);
  if (code !== "process" && code !== "http") return undefined;
  if (!isRecord(output) || typeof output["status"] !== "number")
    return undefined;
  return { code, status: output["status"] };
}

/** `http`, `process`, `python`; undefined where the journal does not say. */
export function providerOf(activity: Entry["activity"]): unknown {
  return isRecord(activity?.provider) ? activity.provider["type"] : undefined;
}

/** The name that the activity has, or the one that it refers to. */
export function nameOf(activity: Activity | null | undefined): string {
  const name = activity?.name ?? activity?.ref;
  return typeof name === "string" ? name : "without a name";
}
