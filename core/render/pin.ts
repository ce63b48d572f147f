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
  const after = replaces ? `:after:${String(replaces.pin.announcedBy)}` : "";
  return `<!-- chaos-governor:pin:${pin.digest}:${pin.commit}${after} -->`;
}

/**
 * The comment that announces a pin: only what is said after it can approve it. Where it takes the place of another, it
 * says what changed, and that approvals are void.
 */
export function renderPin(
  pin: NewPin,
  replaces: Replacement | undefined,
  links: Links,
): string {
  return [
    ...(replaces ? replacement(pin, replaces, links) : first(pin, links)),
    "",
    pinMarker(pin, replaces),
  ].join("\n");
}

function first(pin: NewPin, links: Links): string[] {
  return [
    "📌 **From here on this request can be approved.** What was said before this comment approves nothing.",
    "",
    "| | pinned |",
    "| --- | --- |",
    ...parts(pin, links).map(([name, now]) => `| ${name} | ${now} |`),
  ];
}

function replacement(
  pin: NewPin,
  { pin: before, changed }: Replacement,
  links: Links,
): string[] {
  const why = enumerate(
    changed.map((change) => CHANGES[change]),
    "and",
  );
  const then = parts(before, links);
  return [
    `📌 **Approvals given before this comment are void**, and so are overrides, because ${why}.`,
    "",
    "| | before | now |",
    "| --- | --- | --- |",
    ...parts(pin, links).map(
      ([name, now], index) =>
        `| ${name} | ${then[index]?.[1] ?? ""} | ${now} |`,
    ),
    "",
    `Please look at what is pinned now and approve it again.${comparison(before, pin, links)}`,
  ];
}

function parts(pin: NewPin, links: Links): [string, string][] {
  const { path, digest, environment, commit } = pin;
  return [
    ["experiment", link(path, filePage(links, commit, path))],
    ["digest", codeSpan(digest, 80)],
    ["environment", codeSpan(environment, 64)],
    ["commit", link(commit.slice(0, 7), commitPage(links, commit))],
  ];
}

function comparison(before: Pin, pin: NewPin, links: Links): string {
  if (before.commit === pin.commit) return "";
  const range = `${encodeURIComponent(before.commit)}...${encodeURIComponent(pin.commit)}`;
  return ` ${link("What changed between the two commits", `${links.repository}/compare/${range}`)}.`;
}
