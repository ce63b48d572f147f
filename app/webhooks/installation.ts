import * as z from "zod";
import { EVERYTHING, type QueuedKey } from "../reconciler/key.ts";
import type { Webhook } from "./webhook.ts";

const repositories = z.array(z.object({ name: z.string() }));

const installationSchema = z.object({
  id: z.number(),
  account: z.object({ login: z.string() }),
});

const installedSchema = z.object({
  installation: installationSchema,
  /** Absent where an installation is suspended, or goes on after that. */
  repositories: repositories.optional(),
});

const changedSchema = z.object({
  installation: installationSchema,
  repositories_added: repositories.optional(),
  repositories_removed: repositories.optional(),
});

/**
 * The App was installed or removed, or may do more or less than before. Where it was suspended, looks find out by
 * themselves.
 */
export const installation: Webhook = {
  events: [
    "installation.created",
    "installation.deleted",
    "installation.new_permissions_accepted",
    "installation.unsuspend",
  ],
  keys: (payload) => {
    const { data } = installedSchema.safeParse(payload);
    if (!data) return [];
    return data.repositories
      ? keysOf(data.installation, data.repositories)
      : [EVERYTHING];
  },
};

/** The App may see more repositories than before, or fewer. */
export const installationRepositories: Webhook = {
  events: [
    "installation_repositories.added",
    "installation_repositories.removed",
  ],
  keys: (payload) => {
    const { data } = changedSchema.safeParse(payload);
    if (!data) return [];
    const { repositories_added: added, repositories_removed: removed } = data;
    return keysOf(data.installation, [...(added ?? []), ...(removed ?? [])]);
  },
};

/** The owner has another name, and so have all their repositories. */
export const installationTarget: Webhook = {
  events: ["installation_target.renamed"],
  keys: () => [EVERYTHING],
};

function keysOf(
  { id, account }: z.infer<typeof installationSchema>,
  found: z.infer<typeof repositories>,
): QueuedKey[] {
  return found.map(({ name }) => ({
    kind: "whereabouts",
    installation: id,
    owner: account.login,
    repo: name,
  }));
}
