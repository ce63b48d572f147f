import * as z from "zod";
import { RULES } from "../experiment/registry.ts";
import { filePath, glob } from "./scalars.ts";

/* The part of the policy that is about the experiment files themselves. */

const rules = z
  .strictObject(
    Object.fromEntries(
      RULES.map(({ code, severity }) => [
        code,
        z
          .enum(["off", "info", "warning", "error"])
          .describe(
            `What its findings weigh; mostly \`${severity}\` where absent`,
          )
          .optional(),
      ]),
    ),
  )
  .describe(
    "How much the findings of each rule of docs/rules.md weigh; what Chaos Toolkit itself refuses stays an error",
  );

export const experiments = z
  .strictObject({
    paths: z
      .array(glob)
      .min(1)
      .max(50)
      .describe("Globs of the experiment files"),
    journals: filePath
      .refine(
        (path) => path.includes("{experiment}"),
        "the path names the experiment: {experiment}",
      )
      .default("reports/chaos/{experiment}-journal.json")
      .describe("Where the workflow leaves the journal"),
    rules: rules.prefault({}),
  })
  .describe("Where experiments live");
