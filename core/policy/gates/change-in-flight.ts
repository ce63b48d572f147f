import * as z from "zod";
import { longDuration } from "../scalars.ts";

export const changeInFlight = z
  .strictObject({
    environments: z
      .array(z.string().min(1).max(255))
      .min(1)
      .max(20)
      .describe(
        "Names of the environments, with capitals as GitHub shows them, to which nothing may be deployed meanwhile; the one that is asked for where absent",
      )
      .optional(),
    within: longDuration
      .prefault("1d")
      .describe(
        "How long a deployment may take; one that began earlier and never ended counts as abandoned",
      ),
  })
  .describe("Nothing is being deployed, by GitHub's deployments");
