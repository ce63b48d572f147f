import type { GateOverride } from "../gate/override.ts";
import type { Effect } from "../request/effect.ts";
import { overrideMark } from "../request/override-mark.ts";
import { codeSpan, escapeText, link, mention } from "./escape.ts";
import { table } from "./journal-table.ts";
import { formatMoment } from "./moment.ts";
import { enumerate, plain } from "./plain.ts";

type Announcement = Extract<Effect, { kind: "announce-override" }>;

/** A gate, and the people who override it. */
export interface OverriddenBy {
  gate: string;
  by: Pick<GateOverride["by"][number], "person" | "reason">[];
}

/** Whoever overrides has said why; plain text on one line. */
export function overriddenBy(by: OverriddenBy["by"]): string {
  const people = enumerate(
    by.map(({ person }) => plain(person, 40)),
    "and",
  );
  const reasons = Map.groupBy(by, ({ reason }) => plain(reason, 200));
  const [only, ...others] = reasons.keys();
  if (only !== undefined && others.length === 0)
    return `${people}, because “${only}”`;
  const each = [...reasons].map(
    ([reason, whose]) =>
      `“${reason}” (${whose.map(({ person }) => plain(person, 40)).join(", ")})`,
  );
  return `${people}, because ${enumerate(each, "and")}`;
}

/** An override in a sentence, as plain text: one that is in force, or one that needs more people. */
export function describeOverride({
  gate,
  by,
  need,
  until,
  couldJoin,
}: GateOverride): string {
  if (until)
    return `Overridden by ${overriddenBy(by)}, until ${formatMoment(until)}.`;
  const more = need - by.length;
  const who = enumerate(couldJoin, "or");
  return `${String(by.length)} of ${String(need)} people override it: ${overriddenBy(by)}. ${String(more)} more of ${who} would have to: /chaos override ${gate} because <reason>.`;
}

/** The one comment that tells everybody with a role that the glass is broken, and calls them. */
export function renderOverride({
  overrides,
  ask,
  pin,
  audience,
}: Announcement): string {
  const names = overrides.map(({ gate }) => gate);
  const are = names.length === 1 ? "is" : "are";
  const people = audience.map(mention);
  return [
    `🚨 **Break glass: ${gateNames(names)} ${are} overridden** for ${codeSpan(ask.experiment, 200)} in ${codeSpan(ask.environment, 64)}.`,
    ...table(["gate", "until", "who, and why"], overrides.map(row), 20),
    "",
    `${people.length === 0 ? "These" : `${people.join(" ")}: these`} gates no longer hold this request up; all others do. \`/chaos withdraw\` takes one's own override back, and \`/chaos cancel\` ends the request or stops its run.`,
    "",
    ...overrides.map((one) => overrideMark(pin, one)),
  ].join("\n");
}

/** Says in the request, and for good, that a run was started against what gates said. */
export function renderOverriddenDispatch(
  overrides: readonly GateOverride[],
  mark: string,
): string {
  return [
    `🚨 **The run that is started now overrides ${gateNames(overrides.map(({ gate }) => gate))}.** Without that it would have to wait.`,
    ...table(["gate", "until", "who, and why"], overrides.map(row), 20),
    "",
    mark,
  ].join("\n");
}

/** Which gates a run goes against, until when, who overrides them, and why; nothing where it goes against none. */
export function overrideTable(overrides: readonly GateOverride[]): string[] {
  if (overrides.length === 0) return [];
  const names = gateNames(overrides.map(({ gate }) => gate));
  return [
    "",
    `🚨 **It overrides ${names}.** Without that it would have to wait.`,
    ...table(["gate", "until", "who, and why"], overrides.map(row), 20),
  ];
}

export function gateNames(gates: readonly string[]): string {
  return enumerate(
    gates.map((gate) => codeSpan(gate, 40)),
    "and",
    20,
  );
}

function row({ gate, by, until }: GateOverride): () => string[] {
  const words = by.map(({ person, reason, link: page }) => {
    const who = link(person, page ?? "", 100);
    return `${who}: “${escapeText(reason, 300)}”`;
  });
  return () => [
    codeSpan(gate, 40),
    until ? formatMoment(until) : "",
    words.join("; "),
  ];
}
