import { createHash } from "node:crypto";
import { POLICY_PATH } from "../policy/path.ts";
import { announcementMark } from "../request/announcement.ts";
import { isOver } from "../request/request.ts";
import type { StatusView } from "../request/status.ts";
import { codeSpan, escapeText, link } from "./escape.ts";
import {
  commitPage,
  filePage,
  type Links,
  linksOfOrganisation,
} from "./links.ts";
import { formatSecond } from "./moment.ts";
import { gateNames } from "./override.ts";
import { enumerate, shortDigest } from "./plain.ts";
import { renderWatched } from "./recovery.ts";
import { evidenceDetails } from "./status/evidence.ts";
import { approvalTable, gateTable } from "./status/gates.ts";
import { asked, headline, next } from "./status/headline.ts";
import { lastingTrouble, lastingWords } from "./status/lasting.ts";
import { troubleWords } from "./status/trouble.ts";

/** The hidden line by which the one status comment of a request is found again. */
export const STATUS_MARKER = "<!-- chaos-governor:status -->";

/** GitHub takes 65,536 characters. */
const LIMIT = 65_000;

/**
 * The status comment of a request in Markdown, at most 65,000 characters: where the whole is longer, first the evidence
 * is left out and then the journal's summary. It bears a mark of what it says: see `statusSays`.
 */
export function renderStatus(view: StatusView, links: Links): string {
  const { decision, policyCommit, judgement } = view;
  const policy = policyCommit && commitLink(policyCommit, links);
  const evidence = decision ? evidenceDetails(decision, policy) : [];
  const summary = judgement?.summary;
  const mark = markOf(view, links);
  const texts = [
    compose(view, links, { mark, summary, evidence }),
    compose(view, links, { mark, summary }),
    compose(view, links, { mark }),
  ];
  return texts.find((text) => text.length <= LIMIT) ?? wholeLines(texts[2]);
}

/**
 * What a status says that matters, to be compared: the same while only measured values and evidence change; undefined
 * where the text is no status.
 */
export function statusSays(body: string): string | undefined {
  return /^<!-- chaos-governor:says:(?<says>[0-9a-f]+) -->\r?$/m.exec(body)
    ?.groups?.["says"];
}

function markOf(view: StatusView, links: Links): string {
  const { trouble, judgement, askedAgain } = view;
  const lasting = trouble
    ? { ...view, trouble: lastingTrouble(trouble) }
    : view;
  const parts = { summary: judgement?.summary, wordsOf: lastingWords };
  const says = [compose(lasting, links, parts), askedAgain];
  const hash = createHash("sha256").update(JSON.stringify(says)).digest("hex");
  return `<!-- chaos-governor:says:${hash.slice(0, 32)} -->`;
}

interface Parts {
  mark?: string;
  summary?: string | undefined;
  evidence?: string[];
  wordsOf?: typeof lastingWords;
}

function compose(view: StatusView, links: Links, parts: Parts): string {
  const { decision, trouble } = view;
  const { mark, summary, evidence = [], wordsOf } = parts;
  const nextWords = next(view);
  return [
    STATUS_MARKER,
    ...(mark === undefined ? [] : [mark]),
    ...announcement(view),
    `### ${headline(view)}`,
    "",
    `${asked(view)}.`,
    ...(nextWords === undefined ? [] : ["", nextWords]),
    ...(trouble ? ["", ...troubleWords(trouble, links)] : []),
    ...(decision ? gateTable(decision, wordsOf) : []),
    ...breakGlass(view),
    ...(decision ? approvalTable(decision) : []),
    ...pinned(view, links),
    ...run(view),
    ...(view.watched ? renderWatched(view.watched) : []),
    ...(summary === undefined ? [] : ["", summary]),
    ...evidence,
    "",
    commands(view),
  ].join("\n");
}

/** The pin in force, for who reads the request without remembering it. */
function announcement({ pin, ask, requester }: StatusView): string[] {
  if (!pin || !ask) return [];
  const { experiment } = ask;
  return [announcementMark({ requester, experiment, pin })];
}

/** Who may go against the gates, and how. */
function breakGlass({ breakGlass: way }: StatusView): string[] {
  if (!way) return [];
  const { gates, people, need } = way;
  const who = enumerate(
    people.map((person) => escapeText(person, 100)),
    "and",
    20,
  );
  return [
    "",
    `<sub>Break glass: ${String(need)} of ${who} may override ${gateNames(gates)} with ${codeSpan(`/chaos override ${gates.join(", ")} because <reason>`, 300)}.</sub>`,
  ];
}

/** What an approval is given for, and by which policy it is decided. */
function pinned(view: StatusView, links: Links): string[] {
  const { pin, policyCommit, organisationCommit } = view;
  if (!pin) return [];
  const file = (name: string, sha: string, of = links) =>
    `${link(name, filePage(of, sha, POLICY_PATH))} at ${commitLink(sha, of)}`;
  const above = linksOfOrganisation(links);
  const inherited =
    organisationCommit === undefined
      ? ""
      : `, which inherits from ${file("the organisation's", organisationCommit, above)}`;
  const policy =
    policyCommit === undefined
      ? ""
      : `, decided by the ${file("policy", policyCommit)}${inherited}`;
  return [
    "",
    `📌 Pinned: ${link(pin.path, filePage(links, pin.commit, pin.path))}, digest ${codeSpan(shortDigest(pin.digest), 80)}, for ${codeSpan(pin.environment, 64)}, at commit ${commitLink(pin.commit, links)}${policy}. Where one of these changes, approvals are void.`,
  ];
}

function commitLink(sha: string, links: Links): string {
  return link(sha.slice(0, 7), commitPage(links, sha));
}

function run({
  run: found,
  untagged,
  judgement,
  stopped,
}: StatusView): string[] {
  if (!found) return [];
  const attempt = found.attempt > 1 ? `, attempt ${String(found.attempt)}` : "";
  const ended =
    found.conclusion === undefined
      ? ""
      : `, which ended with ${codeSpan(found.conclusion, 50)}`;
  const page = link(`workflow run ${String(found.id)}`, found.url);
  const verdict = judgement
    ? ` Verdict: **${judgement.verdict}**. ${escapeText(judgement.reason, 1_000)}`
    : "";
  return [
    "",
    `▶️ ${page}${attempt}${ended}.${verdict}`,
    ...(untagged
      ? [
          "",
          "<sub>No tag can be made here, so it was started on the default branch: that it runs what was approved is held by the gate step's comparison of commit and digest alone.</sub>",
        ]
      : []),
    ...(stopped
      ? [
          "",
          `🛑 Stopped at ${formatSecond(stopped.at)}: ${escapeText(stopped.because, 1_000)}`,
        ]
      : []),
  ];
}

function commands({ phase }: StatusView): string {
  if (isOver(phase))
    return "<sub>This request is over; opening the issue again changes nothing. Ask anew with the request form, or with `/chaos run <experiment> in <environment>` in any issue.</sub>";
  return phase === "running" || phase === "dispatching"
    ? "<sub>`/chaos cancel` · `/chaos recheck` · `/chaos help`</sub>"
    : "<sub>`/chaos approve` · `/chaos approve as <role>` · `/chaos withdraw` · `/chaos deny <reason>` · `/chaos cancel` · `/chaos recheck` · `/chaos help`</sub>";
}

function wholeLines(text = ""): string {
  const cut = text.slice(0, LIMIT);
  return cut.slice(0, cut.lastIndexOf("\n"));
}
