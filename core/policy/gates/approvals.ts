import * as z from "zod";
import { longDuration, name } from "../scalars.ts";

const group = z
  .strictObject({
    roles: z
      .array(name)
      .min(1)
      .max(20)
      .describe("The roles of which any may give it"),
    count: z
      .int()
      .min(1)
      .max(20)
      .default(1)
      .describe("How many different people of these roles have to approve"),
  })
  .describe("Approvals that any of several roles may give");

export const approvals = z
  .strictObject({
    roles: z
      .array(name)
      .default([])
      .describe("The roles of which each has to approve"),
    any_of: z
      .array(group)
      .max(10)
      .default([])
      .describe("Besides them, so many people of any of these roles"),
    distinct_people: z
      .boolean()
      .default(true)
      .describe("One person's approval counts once, whatever roles they hold"),
    self_approval: z
      .boolean()
      .default(false)
      .describe("Whether the requester's own approval counts"),
    expire_after: longDuration
      .prefault("24h")
      .describe("How long an approval lives"),
  })
  .refine(
    ({ roles, any_of: groups }) => roles.length + groups.length > 0,
    "nobody is asked to approve: name `roles`, or groups in `any_of`",
  )
  .describe("People in these roles approve");

export type ApprovalsSettings = z.output<typeof approvals>;

/** Every role whose approval is of use. */
export function approvingRoles({ roles, any_of }: ApprovalsSettings): string[] {
  return [...new Set([...roles, ...any_of.flatMap((one) => one.roles)])];
}
