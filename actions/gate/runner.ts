import * as z from "zod";

/** What GitHub's runner says of the job; see GitHub's reference, "Default environment variables". */
const environment = z
  .object({
    GITHUB_REPOSITORY: z.string().regex(/^[^/]+\/[^/]+$/),
    GITHUB_RUN_ID: z.coerce.number().int().positive(),
    GITHUB_RUN_ATTEMPT: z.coerce.number().int().positive().default(1),
    GITHUB_TRIGGERING_ACTOR: z.string().default(""),
    GITHUB_SHA: z.string().min(1),
    GITHUB_WORKSPACE: z.string().min(1),
    GITHUB_SERVER_URL: z.url().default("https://github.com"),
  })
  .transform((variables) => {
    const [owner = "", name = ""] = variables.GITHUB_REPOSITORY.split("/");
    return {
      owner,
      name,
      runId: variables.GITHUB_RUN_ID,
      attempt: variables.GITHUB_RUN_ATTEMPT,
      /** Login of who started this attempt. */
      startedBy: variables.GITHUB_TRIGGERING_ACTOR,
      commit: variables.GITHUB_SHA,
      workspace: variables.GITHUB_WORKSPACE,
      /** The repository's page. */
      page: `${variables.GITHUB_SERVER_URL}/${variables.GITHUB_REPOSITORY}`,
    };
  });

export type Runner = z.output<typeof environment>;

/** @throws ZodError outside of a GitHub runner */
export function readRunner(env: NodeJS.ProcessEnv): Runner {
  return environment.parse(env);
}
