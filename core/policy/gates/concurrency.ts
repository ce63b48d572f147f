import * as z from "zod";
import { duration } from "../scalars.ts";

const WEEK_MS = 7 * 86_400_000;

export const concurrency = z
  .strictObject({
    max: z
      .int()
      .min(1)
      .max(100)
      .default(1)
      .describe("How many experiments may run in this environment at once"),
    cooldown: duration
      .refine((time) => time <= WEEK_MS, "a cooldown lasts a week at most")
      .prefault("0s")
      .describe("How long nothing may start after the end of a run here"),
  })
  .describe(
    "No other experiment is in the way: not too many run here, none of them is this very one, and none that runs anywhere touches the same namespaces",
  );
