import type { Decision } from "../../gate/decide.ts";
import { overriding } from "../../gate/override.ts";
import type { Verdict } from "../../gate/registry.ts";
import type { VerdictStatus } from "../../gate/verdict.ts";
import { codeSpan, escapeText, link } from "../escape.ts";
import { table } from "../journal-table.ts";
import { describeOverride } from "../override.ts";
import { enumerate } from "../plain.ts";
import { whoCan } from "./who.ts";
import { describeVerdict } from "../verdict.ts";
import type { VerdictWords } from "../verdict/words.ts";

const SYMBOLS: Record<VerdictStatus, string> = {
  pass: "✅",
  wait: "⏳",
  fail: "❌",
  unknown: "❔",
};

/**
 * One line a gate: symbol, name, who overrides it, what it says, what would mend it, and who can.
 *
 * @param wordsOf how a verdict is said
 */
export function gateTable(
  decision: Decision,
  wordsOf: (verdict: Verdict) => VerdictWords = describeVerdict,
): string[] {
  const { verdicts, overrides = [] } = decision;
  const rows = verdicts.map((verdict) => () => {
    const { summary, mend, pages = [] } = wordsOf(verdict);
    const places = pages.map(({ title, address }) => link(title, address, 60));
    const override = overrides.find(({ gate }) => gate === verdict.gate);
    const inForce = overriding(verdict, decision) !== undefined;
    return [
      `${inForce ? "🚨 " : ""}${SYMBOLS[verdict.status]}`,
      codeSpan(verdict.gate, 40),
      [
        ...(override ? [escapeText(describeOverride(override), 1_000)] : []),
        escapeText(summary, 800),
        ...places,
      ].join(" "),
      escapeText(inForce ? "" : (mend ?? ""), 500),
      escapeText(inForce ? "" : whoCan(verdict), 200),
    ];
  });
  return table(["", "gate", "now", "what to do", "who can"], rows, rows.length);
}

/** Who covers which role, and who could fill those that are missing. */
export function approvalTable({ verdicts }: Decision): string[] {
  const approvals = verdicts.find(({ gate }) => gate === "approvals");
  const rows = approvals ? approvalRows(approvals) : [];
  return table(["", "role", "approval"], rows, 20);
}

function approvalRows(verdict: Verdict): (() => string[])[] {
  if (verdict.gate !== "approvals" || !("covered" in verdict.values)) return [];
  const { values } = verdict;
  const covered = values.covered.map((seat) => () => [
    SYMBOLS.pass,
    codeSpan(seat.role, 64),
    `${link(seat.person, seat.link ?? "", 100)}${seat.rank === "secondary" ? " (secondary)" : ""}`,
  ]);
  const missing = "missing" in values ? values.missing : [];
  return [
    ...covered,
    ...missing.map(({ role, couldFill }) => () => [
      SYMBOLS.wait,
      codeSpan(role, 64),
      `missing; could come from ${enumerate(
        couldFill.map((person) => escapeText(person, 100)),
        "or",
        5,
      )}`,
    ]),
  ];
}
