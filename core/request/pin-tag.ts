/** How the names of all pin tags begin: what a ruleset of the repository can protect as `chaos-governor/**`. */
export const PIN_TAGS = "chaos-governor/request-";

const NAME =
  /^chaos-governor\/request-(?<issue>[1-9]\d{0,9})-[A-Za-z0-9-]{1,8}$/;

/** How much of a correlation everybody may see. */
const SHOWN = 8;

/**
 * The tag on the approved commit that a request's workflow is dispatched on. It bears only the beginning of the
 * correlation: everybody can read tags, and nobody is to know the correlation before its run is there.
 */
export function pinTag(issue: number, correlation: string): string {
  return `${PIN_TAGS}${String(issue)}-${correlation.slice(0, SHOWN)}`;
}

/** The request that a pin tag is of; undefined where the name is no pin tag's. Anybody can make a tag of such a name. */
export function requestOfPinTag(name: string): number | undefined {
  const issue = NAME.exec(name)?.groups?.["issue"];
  return issue === undefined ? undefined : Number(issue);
}
