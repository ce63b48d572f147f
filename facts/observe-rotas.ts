import { unknown, type Fact } from "../core/gate/fact.ts";
import type { Shift } from "../core/gate/facts.ts";
import {
  isMapped,
  toShift,
  type UserShift,
} from "../core/gate/on-call/rota-people.ts";
import {
  type People,
  type PeopleService,
  rotaName,
  type RotaSource,
} from "../core/policy/roles.ts";
import type { Policy } from "../core/policy/schema.ts";
import type { RotaPeriod } from "../providers/rota-period.ts";
import type { Services } from "./services.ts";
import type { FactsContext } from "./context.ts";
import { learn } from "./learn.ts";
import { observeRotaCalendar } from "./observe-rota-calendar.ts";

/** The shifts of one role whose holders a rota names. */
export interface RoleShifts {
  role: string;
  /** What the rota is called: see `rotaName` in core/policy. */
  name: string;
  shifts: Fact<Shift[]>;
  knownUntil: Date;
}

type RotaContext = Pick<FactsContext, "github" | "memory" | "services">;

const HOUR = 3_600_000;
/** As far ahead as gates that the clock opens mostly look. */
const AHEAD = 8 * 24 * HOUR;
/** However long approvals live, who was on call before that is not looked up. */
const MOST_BACK = 30 * 24 * HOUR;

/**
 * The shifts of all roles that have a rota, all asked for at the same time; each is known or unknown on its own.
 *
 * @param commit the policy's, at which calendars are read
 * @param back how long ago shifts may lie that matter, in milliseconds
 */
export async function observeRotas(
  context: RotaContext,
  policy: Policy,
  commit: string,
  now: Date,
  back: number,
): Promise<RoleShifts[]> {
  // To the hour, so that looks in quick succession put the same question.
  const hour = Math.floor(now.getTime() / HOUR) * HOUR;
  const from = new Date(hour - Math.min(back, MOST_BACK));
  const until = new Date(hour + AHEAD);
  const wanted = Object.entries(policy.roles).flatMap(
    ([role, { on_call: source }]) => (source ? [{ role, source }] : []),
  );
  return Promise.all(
    wanted.map(async ({ role, source }) => ({
      role,
      name: rotaName(source),
      shifts: await learn(now, () =>
        "calendar" in source
          ? observeRotaCalendar(
              source.calendar,
              policy,
              { commit, from, until, now },
              context,
            )
          : ask(source, context.services, policy.people, { from, until, now }),
      ),
      knownUntil: until,
    })),
  );
}

async function ask(
  source: Exclude<RotaSource, { calendar: unknown }>,
  services: Services,
  people: People,
  time: Omit<RotaPeriod, "isMapped">,
): Promise<Fact<Shift[]>> {
  const of = (service: PeopleService): RotaPeriod => ({
    ...time,
    isMapped: (id) => isMapped(id, service, people),
  });
  if ("pagerduty" in source)
    return mapped(
      (await services.pagerduty?.onCall(source.pagerduty, of("pagerduty"))) ??
        notSetUp("PagerDuty", "PAGERDUTY_TOKEN"),
      "pagerduty",
      people,
    );
  if ("grafana" in source)
    return mapped(
      (await services.grafanaIrm?.onCall(source.grafana, of("grafana"))) ??
        notSetUp("Grafana IRM", "GRAFANA_IRM_URL and GRAFANA_IRM_TOKEN"),
      "grafana",
      people,
    );
  return mapped(
    (await services.incidentIo?.onCall(
      source.incident_io,
      of("incident_io"),
    )) ?? notSetUp("incident.io", "INCIDENT_IO_TOKEN"),
    "incident_io",
    people,
  );
}

function mapped(
  shifts: Fact<UserShift[]>,
  service: PeopleService,
  people: People,
): Fact<Shift[]> {
  if (!shifts.known) return shifts;
  const value = shifts.value.map((shift) => toShift(shift, service, people));
  return { ...shifts, value };
}

function notSetUp(service: string, variable: string): Fact<never> {
  return unknown(
    `no ${service} is set up; whoever operates this app sets ${variable}`,
  );
}
