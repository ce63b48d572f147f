import * as z from "zod";
import { EVERYTHING, type Key } from "../reconciler/key.ts";
import type { Webhook } from "./webhook.ts";

const repositories = z.array(z.object({ name: z.string() }));

const installationSchema = z.object({
  id: z.number(),
  account: z.object({ login: z.string() }),
});

const installedSchema = z.object({
  installation: installationSchema,
  /** Absent where an installation goes on after it was suspended. */
  repositories: repositories.optional(),
});

const addedSchema = z.object({
  installation: installationSchema,
  repositories_added: repositories,
});

/** The App was installed, or may do more than before. */
export const installation: Webhook = {
  events: [
    "installation.created",
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

/** The App may see more repositories than before. */
export const installationRepositories: Webhook = {
  events: ["installation_repositories.added"],
  keys: (payload) => {
    const { data } = addedSchema.safeParse(payload);
    return data ? keysOf(data.installation, data.repositories_added) : [];
  },
};

function keysOf(
  { id, account }: z.infer<typeof installationSchema>,
  found: z.infer<typeof repositories>,
): Key[] {
  return found.map(({ name }) => ({
    kind: "repository",
    installation: id,
    owner: account.login,
    repo: name,
  }));
}
