import * as z from "zod";
import { longDuration, name } from "../scalars.ts";

export const stagingPassed = z
  .strictObject({
    environment: name.describe(
      "Where this very experiment has to have run before",
    ),
    within: longDuration.describe("How old that run may be"),
  })
  .describe(
    "The latest run of this very digest there held, was no dry run, and was of the workflow that the policy names there",
  );
