import { callMarker } from "../request/call-marker.ts";
import type { Effect } from "../request/effect.ts";
import { codeSpan, link, mention } from "./escape.ts";
import { filePage, type Links } from "./links.ts";
import { enumerate } from "./plain.ts";

type Call = Omit<Extract<Effect, { kind: "call" }>, "kind">;

/**
 * The comment that calls people to approve: GitHub tells them of a new comment that mentions them, and of none that is
 * edited.
 */
export function renderCall({ people, ask, pin }: Call, links: Links): string {
  const who = enumerate(people.map(mention), "and", people.length);
  const experiment = link(pin.path, filePage(links, pin.commit, pin.path));
  return [
    `👋 ${who}: your approval is asked for, to run the chaos experiment ${experiment} in ${codeSpan(ask.environment, 64)}.`,
    "",
    "Look at what it does and at the status above. To agree, comment `/chaos approve`; to end this request, comment `/chaos deny` and the reason. You are called once for what is pinned now.",
    "",
    callMarker(pin, people),
  ].join("\n");
}
