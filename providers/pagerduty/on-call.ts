import { known, type Fact } from "../../core/gate/fact.ts";
import type {
  RotaUser,
  UserShift,
} from "../../core/gate/on-call/rota-people.ts";
import type { PagerDutyRota } from "../../core/policy/roles.ts";
import type { HttpAnswer } from "../service/http-attempt.ts";
import { jsonAnswer } from "../service/json-answer.ts";
import {
  allPages,
  type Questions,
  questionsTo,
  type RotaPeriod,
  shownShifts,
} from "../rota-period.ts";
import type { Reading, ServiceClient } from "../service/service-client.ts";
import {
  escalationPage,
  type FinalSchedule,
  layerSchedule,
  shiftSchedule,
  userAnswer,
} from "./on-call-answer.ts";

const SERVICE = { provider: "pagerduty", name: "PagerDuty" };
const PAGE = 100;

/**
 * Who is on call by a schedule or one level of an escalation policy. Users whom the policy does not know by their id
 * come with their name and e-mail address.
 *
 * @throws ProviderError
 */
export type PagerDutyOnCall = (
  rota: PagerDutyRota,
  period: RotaPeriod,
) => Promise<Fact<UserShift[]>>;

export function createOnCall(client: ServiceClient): PagerDutyOnCall {
  return async (rota, period) => {
    const questions = questionsTo(client);
    const found: FinalSchedule & { path: string } =
      "schedule" in rota
        ? await schedule(rota.schedule, period, questions)
        : await escalation(rota, period, questions);
    const strangers = new Map(
      found.shifts
        .map(({ user }) => user)
        .filter(({ id, email }) => email === undefined && !period.isMapped(id))
        .map((user) => [user.id, user]),
    );
    const introduced = new Map(
      await Promise.all(
        [...strangers].map(
          async ([id, user]) => [id, await introduce(user, questions)] as const,
        ),
      ),
    );
    const shifts = found.shifts.map((shift) => ({
      ...shift,
      user: introduced.get(shift.user.id) ?? shift.user,
    }));
    return known(shifts, {
      source: SERVICE.provider,
      at: period.now,
      query: `GET ${found.path}`,
      answer: shownShifts(shifts, period.now),
      ...questions.age(),
      ...(found.page !== undefined && { link: found.page }),
    });
  };
}

/**
 * A schedule that was upgraded keeps its id and is found below /v3 alone; of any other one /v3 answers 400.
 * Source: PagerDuty, "Schedules API: v2 → v3 Upgrade Guide".
 */
async function schedule(id: string, period: RotaPeriod, questions: Questions) {
  const span = {
    since: period.from.toISOString(),
    until: period.until.toISOString(),
    time_zone: "UTC",
    overflow: "true",
  };
  const path = `/v3/schedules/${id}`;
  const query = new URLSearchParams({
    ...span,
    "include[]": "final_schedule",
  });
  const shiftBased = await questions.ask({
    path,
    query,
    read: readShiftSchedule,
  });
  if (shiftBased) return { ...shiftBased, path };
  const older = await questions.ask({
    path: `/schedules/${id}`,
    query: new URLSearchParams(span),
    read: readLayerSchedule,
  });
  return { ...older, path: `/schedules/${id}` };
}

async function escalation(
  rota: Extract<PagerDutyRota, { escalation_policy: string }>,
  period: RotaPeriod,
  questions: Questions,
) {
  const path = "/oncalls";
  const oncalls = await allPages(SERVICE, 0, async (offset) => {
    const query = new URLSearchParams({
      "escalation_policy_ids[]": rota.escalation_policy,
      "include[]": "users",
      since: period.from.toISOString(),
      until: period.until.toISOString(),
      time_zone: "UTC",
      limit: String(PAGE),
      offset: String(offset),
    });
    const value = await questions.ask({
      path,
      query,
      read: readEscalationPage,
    });
    const next = value.more ? offset + PAGE : undefined;
    return { items: value.oncalls, next };
  });
  const shifts = oncalls
    .filter(({ level }) => level === rota.level)
    .map(({ shift }) => shift);
  const asked = `escalation_policy_ids[]=${rota.escalation_policy}, level ${String(rota.level)}`;
  return { shifts, path: `${path}?${asked}` };
}

/** A user who was deleted stays without a name. */
async function introduce(user: RotaUser, questions: Questions) {
  const value = await questions.ask({
    path: `/users/${user.id}`,
    read: readUser,
  });
  return value ?? user;
}

const readLayerSchedule = jsonAnswer(SERVICE.name, layerSchedule);
const readEscalationPage = jsonAnswer(SERVICE.name, escalationPage);

/** Undefined where it is none of that kind; what it is then, the older way of asking tells. */
function readShiftSchedule(
  answer: HttpAnswer,
): Reading<FinalSchedule | undefined> {
  return [400, 402, 403, 404].includes(answer.status)
    ? { ok: true, value: undefined }
    : jsonAnswer(SERVICE.name, shiftSchedule)(answer);
}

function readUser(answer: HttpAnswer): Reading<RotaUser | undefined> {
  return answer.status === 404
    ? { ok: true, value: undefined }
    : jsonAnswer(SERVICE.name, userAnswer)(answer);
}
