import type { Effect, PinChange } from "../request/effect.ts";
import type { Pin } from "../request/request.ts";
import { codeSpan, link } from "./escape.ts";
import { commitPage, filePage, type Links } from "./links.ts";
import { enumerate } from "./plain.ts";

type PinEffect = Extract<Effect, { kind: "pin" }>;
type NewPin = PinEffect["pin"];
type Replacement = NonNullable<PinEffect["replaces"]>;

const CHANGES: Record<PinChange, string> = {
  path: "the experiment is another file",
  digest: "the experiment's content changed",
  environment: "the environment is another",
  commit: "the default branch moved on",
};

/**
 * The hidden line by which the announcement of a pin is found again. It names the pin before it too: the same digest
 * and commit may come into force twice, and the older announcement must never stand for the newer one.
 */
export function pinMarker(pin: NewPin, replaces?: Replacement): string {
  return `<!-- chaos-governor:pin:${pin.digest}:${pin.commit}:after:${String(replaces?.pin.announcedBy ?? 0)} -->`;
}

/**
 * The comment that announces a pin: in place of another, with what changed and that approvals are void; or the first
 * one of a request that was talked about before anything could be pinned.
 */
export function renderPin(
  pin: NewPin,
  replaces: Replacement | undefined,
  links: Links,
): string {
  return replaces
    ? renderReplacement(pin, replaces, links)
    : renderFirst(pin, links);
}

function renderFirst(pin: NewPin, links: Links): string {
  return `📌 **From here on it can be approved**: ${fileLink(pin, links)}, digest ${codeSpan(pin.digest, 80)}, for ${codeSpan(pin.environment, 64)}, at commit ${commitLink(pin, links)}. What was said before this comment approves nothing.

${pinMarker(pin)}`;
}

function renderReplacement(
  pin: NewPin,
  replaces: Replacement,
  links: Links,
): string {
  const { pin: before, changed } = replaces;
  const why = enumerate(
    changed.map((change) => CHANGES[change]),
    "and",
  );
  return `📌 **Approvals given before this comment are void**, because ${why}.

| | before | now |
| --- | --- | --- |
| experiment | ${fileLink(before, links)} | ${fileLink(pin, links)} |
| digest | ${codeSpan(before.digest, 80)} | ${codeSpan(pin.digest, 80)} |
| environment | ${codeSpan(before.environment, 64)} | ${codeSpan(pin.environment, 64)} |
| commit | ${commitLink(before, links)} | ${commitLink(pin, links)} |

${whatToDo(before, pin, changed, links)}

${pinMarker(pin, replaces)}`;
}

function whatToDo(
  before: Pin,
  pin: NewPin,
  changed: readonly PinChange[],
  links: Links,
): string {
  const range = `${encodeURIComponent(before.commit)}...${encodeURIComponent(pin.commit)}`;
  const compare = changed.includes("commit")
    ? ` ${link("What changed between the two commits", `${links.repository}/compare/${range}`)}.`
    : "";
  return `Please look at what is pinned now and approve it again.${compare}`;
}

function fileLink(pin: NewPin, links: Links): string {
  return link(pin.path, filePage(links, pin.commit, pin.path));
}

function commitLink(pin: NewPin, links: Links): string {
  return link(pin.commit.slice(0, 7), commitPage(links, pin.commit));
}
