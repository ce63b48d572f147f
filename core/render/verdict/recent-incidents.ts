import type { Incident } from "../../gate/facts.ts";
import type { RecentIncidentsVerdict } from "../../gate/recent-incidents.ts";
import { formatDuration } from "../../time/duration.ts";
import { formatMoment } from "../moment.ts";
import { enumerate, plain } from "../plain.ts";
import { describeNotKnown, waitUntil, type VerdictWords } from "./words.ts";

export function describeRecentIncidents(
  verdict: RecentIncidentsVerdict,
): VerdictWords {
  const { code, values } = verdict;
  switch (code) {
    case "calm":
      return {
        summary: `No incident of ${enumerate(values.severities, "or")} is open or ended within the last ${formatDuration(values.within)}.`,
      };
    case "open":
      return {
        summary: `${values.incidents.length === 1 ? "An incident is" : "Incidents are"} open: ${named(values.incidents)}.`,
        mend: `Resolve ${values.incidents.length === 1 ? "it" : "them"}; then ${formatDuration(values.within)} of calm have to pass.`,
        ...pagesOf(values.incidents),
      };
    case "recent":
      return {
        summary: `${called(values.incident)} ended ${formatMoment(values.endedAt)}, less than ${formatDuration(values.within)} ago.`,
        mend: waitUntil(verdict.opensAt),
        ...pagesOf([values.incident]),
      };
    case "unrated":
      return {
        summary: `Not every incident that is open or recent has a severity, so it may be one that counts: ${named(values.incidents)}.`,
        mend: "Say how severe it is: SEV-1, SEV-2, SEV-3 or SEV-4.",
        ...pagesOf(values.incidents),
      };
    case "not-known":
      return describeNotKnown("Incidents are", values.reason);
  }
}

function named(incidents: Incident[]): string {
  return enumerate(
    incidents.map(
      (incident) =>
        `${called(incident)} since ${formatMoment(incident.startedAt)}`,
    ),
    "and",
    3,
  );
}

const MOST_PAGES = 6;
const LONGEST_ADDRESS = 500;

/** Every page of each, by the service that shows it. */
function pagesOf(incidents: Incident[]): Pick<VerdictWords, "pages"> {
  const addresses = incidents.flatMap(({ links = [] }) => links);
  const pages = [...new Set(addresses)]
    .filter((address) => address.length <= LONGEST_ADDRESS)
    .slice(0, MOST_PAGES)
    .map((address) => ({ title: hostOf(address), address }));
  return pages.length === 0 ? {} : { pages };
}

function hostOf(address: string): string {
  return URL.parse(address)?.host ?? "its page";
}

function called({ severity, title }: Incident): string {
  return title === undefined ? severity : `${severity} “${plain(title, 80)}”`;
}
