import type { Kysely } from "kysely";
import { ofRepository } from "./columns.ts";
import { settlePlace } from "./renaming.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

type RepositoryMethods = Pick<
  Store,
  | "placeOf"
  | "settlePlace"
  | "losePlace"
  | "commentsReadTo"
  | "recordCommentsReadTo"
>;

export function repositoryMethods(db: Kysely<Tables>): RepositoryMethods {
  return {
    placeOf: async (repository) => {
      const row = await db
        .selectFrom("repositories")
        .select(["github_id", "installation", "archived"])
        .where((eb) => eb.and(ofRepository(repository)))
        .executeTakeFirst();
      if (!row || row.github_id === null || row.installation === null)
        return undefined;
      const { github_id: id, installation, archived } = row;
      return { id, installation, archived };
    },

    settlePlace: (place, at, ledFrom) =>
      db
        .transaction()
        .execute((transaction) => settlePlace(transaction, place, at, ledFrom)),

    losePlace: async (repository) => {
      await db
        .updateTable("repositories")
        .set({ installation: null })
        .where((eb) => eb.and(ofRepository(repository)))
        .execute();
    },

    commentsReadTo: async (repository) => {
      const row = await db
        .selectFrom("repositories")
        .select("comments_read_to")
        .where((eb) => eb.and(ofRepository(repository)))
        .executeTakeFirst();
      return row?.comments_read_to ?? undefined;
    },

    recordCommentsReadTo: async (repository, at) => {
      await db
        .insertInto("repositories")
        .values({ ...ofRepository(repository), comments_read_to: at })
        .onConflict((conflict) =>
          conflict
            .columns(["owner", "repo"])
            .doUpdateSet({ comments_read_to: at })
            .where((eb) =>
              eb.or([
                eb("repositories.comments_read_to", "is", null),
                eb("repositories.comments_read_to", "<", at),
              ]),
            ),
        )
        .execute();
    },
  };
}
