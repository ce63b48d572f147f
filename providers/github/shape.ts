import * as z from "zod";

/* The parts that many of GitHub's answers share. */

export const time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text));

/** A login; `ghost` is GitHub's own name for an account that was deleted. */
export const login = z
  .object({ login: z.string() })
  .nullish()
  .transform((user) => user?.login ?? "ghost");

/** The App through which something was written; GitHub sets it, a writer can't. */
export const throughApp = z
  .object({ id: z.number() })
  .nullish()
  .transform((app) => app?.id);

/** Where an answer does not matter. */
export const anything = z.unknown();
