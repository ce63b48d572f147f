import { aboutRepository, place, type Webhook } from "./webhook.ts";

/** A repository has another name or owner, may change no longer or again, or is gone. */
export const repository: Webhook = {
  events: [
    "repository.renamed",
    "repository.transferred",
    "repository.archived",
    "repository.unarchived",
    "repository.deleted",
  ],
  keys: (payload) => {
    const { data } = aboutRepository.safeParse(payload);
    return data ? [{ kind: "whereabouts", ...place(data) }] : [];
  },
};
