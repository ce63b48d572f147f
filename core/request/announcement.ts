import { isEnvironmentName, isExperimentName, type Pin } from "./request.ts";

/**
 * What the gate step announces where no app remembers the request: what is pinned, and for whom. Everything of it is
 * read out of the comment again, because the issue's own text can be changed by others.
 */
export interface Announcement {
  /** Login of who asked first. */
  requester: string;
  experiment: string;
  pin: Omit<Pin, "announcedBy">;
}

const BEGINNING = "<!-- chaos-governor:announced:";

/** The hidden line that says so. Paths are encoded: they may hold anything, and end no comment. */
export function announcementMark({
  requester,
  experiment,
  pin: { environment, digest, commit, path },
}: Announcement): string {
  const parts = [requester, experiment, environment, digest, commit, path];
  return `${BEGINNING}${parts.map(encodeURIComponent).join(" ")} -->`;
}

/** Reads what `announcementMark` wrote, on a line of its own; within a line it may be quoted. */
export function readAnnouncement(body: string): Announcement | undefined {
  const line = body.split(/\r?\n/).find((one) => one.startsWith(BEGINNING));
  const parts = line?.slice(BEGINNING.length).replace(/ -->$/, "").split(" ");
  const [requester, experiment = "", environment = "", digest, commit, path] = (
    parts ?? []
  ).map(decoded);
  const isWhole = requester && digest && commit && path;
  if (!isWhole || !isExperimentName(experiment)) return undefined;
  if (!isEnvironmentName(environment)) return undefined;
  return { requester, experiment, pin: { environment, digest, commit, path } };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}
