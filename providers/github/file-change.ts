import * as z from "zod";
import type { FileChange } from "../../core/pull-request/facts.ts";

const CHANGES: Record<string, FileChange["change"]> = {
  added: "added",
  copied: "added",
  removed: "removed",
  renamed: "renamed",
};

/** A file as GitHub lists it where it tells what a pull request or a range of commits changes. */
export const fileChange = z
  .object({
    filename: z.string(),
    status: z.string(),
    previous_filename: z.string().optional(),
  })
  .transform(({ filename, status, previous_filename: before }): FileChange => {
    const change = CHANGES[status] ?? "changed";
    // A copy has a former name too, and leaves the file of that name as it is.
    const moved = change === "renamed" && before !== undefined;
    return { path: filename, change, ...(moved && { before }) };
  });
