import { type Announcement, readAnnouncement } from "./announcement.ts";
import type { Comment } from "./observation.ts";
import type { Pin } from "./request.ts";

/** What was pinned for a request, as its issue alone tells it. */
export interface AnnouncedPins {
  /** What was announced first: for whom, and which experiment. */
  first: Announcement;
  /** Oldest first; the last one is in force. */
  pins: Pin[];
}

/** Reads the pins out of the comments that are `ours`; undefined where nothing was announced yet. */
export function announcedPins(
  comments: readonly Comment[],
): AnnouncedPins | undefined {
  const announced = comments
    .filter(({ ours }) => ours)
    .toSorted((one, other) => one.id - other.id)
    .flatMap(({ id: announcedBy, body }) => {
      const announcement = readAnnouncement(body);
      return announcement ? [{ announcedBy, announcement }] : [];
    });
  const [first] = announced;
  return (
    first && {
      first: first.announcement,
      pins: announced.map(({ announcedBy, announcement: { pin } }) => ({
        ...pin,
        announcedBy,
      })),
    }
  );
}
