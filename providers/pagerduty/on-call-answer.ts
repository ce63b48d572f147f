import * as z from "zod";
import type { UserShift } from "../../core/gate/on-call/rota-people.ts";
import { moment } from "../service/json-answer.ts";

/* Sources: PagerDuty's REST API, "Get a schedule" (v2 and v3), "List all of the on-calls", "Get a user". */

/** Who is on call by a schedule, with its page for people. */
export interface FinalSchedule {
  shifts: UserShift[];
  page?: string;
}

const page = z
  .string()
  .nullish()
  .transform((url) => (url ? { page: url } : {}));

const userId = z.string().min(1);

/** A schedule of shifts (v3). A time without anybody is there, too, with a member that is none. */
export const shiftSchedule = z
  .object({
    schedule: z.object({
      html_url: page,
      final_schedule: z.object({
        computed_shift_assignments: z.array(
          z.object({
            start_time: moment,
            end_time: moment,
            member: z.discriminatedUnion("type", [
              z.object({ type: z.literal("user_member"), user_id: userId }),
              z.object({ type: z.literal("empty_member") }),
            ]),
          }),
        ),
      }),
    }),
  })
  .transform(({ schedule }): FinalSchedule => ({
    ...schedule.html_url,
    shifts: schedule.final_schedule.computed_shift_assignments.flatMap(
      ({ start_time: from, end_time: until, member }) =>
        member.type === "user_member"
          ? [{ user: { id: member.user_id }, from, until }]
          : [],
    ),
  }));

/** A schedule of layers (v2): its final schedule is what comes of all layers and overrides. */
export const layerSchedule = z
  .object({
    schedule: z.object({
      html_url: page,
      final_schedule: z.object({
        rendered_schedule_entries: z.array(
          z.object({
            start: moment,
            end: moment,
            user: z.object({ id: userId, summary: z.string().nullish() }),
          }),
        ),
      }),
    }),
  })
  .transform(({ schedule }): FinalSchedule => ({
    ...schedule.html_url,
    shifts: schedule.final_schedule.rendered_schedule_entries.map(
      ({ start: from, end: until, user }) => ({
        user: named(user.id, user.summary),
        from,
        until,
      }),
    ),
  }));

/** Whoever is on call at any time has neither start nor end. */
const oncall = z
  .object({
    escalation_level: z.int(),
    start: moment.nullish(),
    end: moment.nullish(),
    user: z.object({
      id: userId,
      name: z.string().nullish(),
      summary: z.string().nullish(),
      email: z.string().nullish(),
    }),
  })
  .transform(
    ({
      escalation_level: level,
      start,
      end,
      user,
    }): { level: number; shift: UserShift } => ({
      level,
      shift: {
        user: named(user.id, user.name ?? user.summary, user.email),
        ...(start && { from: start }),
        ...(end && { until: end }),
      },
    }),
  );

export const escalationPage = z.object({
  oncalls: z.array(oncall),
  more: z.boolean(),
});

export const userAnswer = z
  .object({
    user: z.object({
      id: userId,
      name: z.string().nullish(),
      email: z.string().nullish(),
    }),
  })
  .transform(({ user }) => named(user.id, user.name, user.email));

function named(
  id: string,
  name?: string | null,
  email?: string | null,
): UserShift["user"] {
  return { id, ...(name && { name }), ...(email && { email }) };
}
