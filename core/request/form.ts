import { isEnvironmentName, isExperimentName, type Ask } from "./request.ts";

/** A request as its issue says it. */
export type RequestForm =
  | {
      ok: true;
      ask: Ask;
      skipValidation: boolean;
      /** The workflow run whose gate step says that it opened the request. Anybody can write that: to be checked. */
      run?: number;
    }
  /** A sentence. */
  | { ok: false; problem: string };

/** The labels of the issue form, which GitHub writes as headings. */
const LABELS = [
  "Experiment",
  "Environment",
  "Workflow run",
  "Skip validation",
  "Reason",
] as const;
type Label = (typeof LABELS)[number];

/** What GitHub writes for a field that was left empty. */
const NO_RESPONSE = "_No response_";
const MOST_OF_A_BODY = 65_536;
const MOST_OF_A_REASON = 2_000;

/**
 * Reads the body of an issue as GitHub writes it from the request form. A heading counts where it stands first, so
 * that nothing within the reason can take the place of a field before it.
 */
export function parseRequestForm(body: string): RequestForm {
  const fields = readFields(body);
  const experiment = fields.get("Experiment") ?? "";
  const environment = fields.get("Environment") ?? "";
  const skip = (fields.get("Skip validation") ?? "").toLowerCase();
  const run = /^[1-9]\d{0,14}$/.exec(fields.get("Workflow run") ?? "")?.[0];

  const problem =
    flawOf("Experiment", fields, isExperimentName) ??
    flawOf("Environment", fields, isEnvironmentName) ??
    (["", "true", "false"].includes(skip)
      ? undefined
      : "The section “Skip validation” says neither true nor false.");
  if (problem !== undefined) return { ok: false, problem };
  return {
    ok: true,
    ask: { experiment, environment, reason: reasonOf(fields) },
    skipValidation: skip === "true",
    ...(run === undefined ? {} : { run: Number(run) }),
  };
}

/** Writes what the form would: the body of an issue that asks for this. */
export function requestForm(
  ask: Ask,
  options: { skipValidation?: boolean; run?: number } = {},
): string {
  const { skipValidation, run } = options;
  const sections: [Label, string][] = [
    ["Experiment", ask.experiment],
    ["Environment", ask.environment],
    ...section("Workflow run", run),
    ...section("Skip validation", skipValidation),
    ["Reason", withoutHeadings(ask.reason).trim() || NO_RESPONSE],
  ];
  return sections
    .map(([label, text]) => `### ${label}\n\n${text}`)
    .join("\n\n");
}

function section(
  label: Label,
  value: number | boolean | undefined,
): [Label, string][] {
  return value === undefined ? [] : [[label, String(value)]];
}

/** A heading in the reason would begin a field; escaped it looks the same. */
function withoutHeadings(reason: string): string {
  return reason.slice(0, MOST_OF_A_REASON).replace(/^#/gm, "\\#");
}

function readFields(body: string): Map<Label, string> {
  const fields = new Map<Label, string>();
  let label: Label | undefined;
  for (const line of body.slice(0, MOST_OF_A_BODY).split(/\r\n?|\n/)) {
    const heading = LABELS.find((known) => line.trimEnd() === `### ${known}`);
    if (heading !== undefined && !fields.has(heading)) {
      label = heading;
      fields.set(label, "");
    } else if (label !== undefined) {
      fields.set(label, `${fields.get(label) ?? ""}${line}\n`);
    }
  }
  for (const [field, text] of fields) {
    const answer = text.trim();
    fields.set(field, answer === NO_RESPONSE ? "" : answer);
  }
  return fields;
}

function flawOf(
  label: "Experiment" | "Environment",
  fields: ReadonlyMap<Label, string>,
  isName: (text: string) => boolean,
): string | undefined {
  const text = fields.get(label);
  if (text === undefined)
    return `There is no section “### ${label}”. The request form writes it; where the form was not used, write the heading on a line of its own and the name below it.`;
  if (text === "") return `The section “${label}” is empty.`;
  if (isName(text)) return undefined;
  return `The section “${label}” should have one name in it and nothing else, but says “${text.slice(0, 100)}”.`;
}

function reasonOf(fields: ReadonlyMap<Label, string>): string {
  return (fields.get("Reason") ?? "")
    .slice(0, MOST_OF_A_REASON)
    .replace(/<!--[\s\S]*?-->/g, "")
    .trim();
}
