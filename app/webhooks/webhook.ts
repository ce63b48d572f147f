import * as z from "zod";
import type { Place, QueuedKey } from "../reconciler/key.ts";

/** One kind of webhook: which of them are listened to, and what they say is to be looked at. */
export interface Webhook {
  /** By name, or by name and action, as in `issues.opened`. */
  events: readonly string[];
  /**
   * What is to be looked at again. A payload that lacks what it takes names nothing: it may come from a repository
   * webhook, which has no installation, or from a server of another version.
   *
   * @param appId the id of our own App
   */
  keys: (payload: unknown, appId: number) => QueuedKey[];
}

/** What every payload about a repository has, where it came through the App. */
export const aboutRepository = z.object({
  installation: z.object({ id: z.number() }),
  repository: z.object({
    name: z.string(),
    owner: z.object({ login: z.string() }),
  }),
});

/** The part of a key that names the repository. */
export function place({
  installation,
  repository,
}: z.infer<typeof aboutRepository>): Place {
  return {
    installation: installation.id,
    owner: repository.owner.login,
    repo: repository.name,
  };
}

/** How a command in a comment or an issue begins. */
const COMMAND = "/chaos";

export function mentionsCommand(
  ...texts: (string | null | undefined)[]
): boolean {
  return texts.some((text) => text?.includes(COMMAND));
}
