import { known, type Fact } from "../../core/gate/fact.ts";
import type { SeenIncident } from "../../core/incident/seen-incident.ts";
import type { PagerDutyIncidents } from "../../core/policy/gates/incidents.ts";
import { listed, type Period } from "../incident-period.ts";
import { jsonAnswer } from "../service/json-answer.ts";
import { ProviderError } from "../provider-error.ts";
import { serviceAddress } from "../service/service-address.ts";
import { createServiceClient } from "../service/service-client.ts";
import { SURROUNDINGS, type Surroundings } from "../service/surroundings.ts";
import {
  endOf,
  incidentPage,
  toSeen,
  type PagerDutyIncident,
} from "./incident.ts";
import { createOnCall, type PagerDutyOnCall } from "./on-call.ts";

const NAME = "PagerDuty";
const HOUR_MS = 3_600_000;
/** PagerDuty answers for at most six months. */
const LONGEST_MS = 179 * 24 * HOUR_MS;
const PAGE = 100;
const MOST_PAGES = 10;

export interface PagerDuty {
  onCall: PagerDutyOnCall;
  /**
   * The incidents that are open, and those that were resolved within the period, of the last six months.
   *
   * @throws ProviderError
   */
  incidents(
    choice: PagerDutyIncidents,
    period: Period,
  ): Promise<Fact<SeenIncident[]>>;
}

/** @param settings.url https://api.pagerduty.com, or that of the European service */
export function createPagerDuty(
  settings: { url: string; token: string },
  surroundings: Surroundings = SURROUNDINGS,
): PagerDuty {
  const client = createServiceClient(
    {
      provider: "pagerduty",
      name: NAME,
      base: serviceAddress(settings.url).base,
      headers: {
        accept: "application/vnd.pagerduty+json;version=2",
        authorization: `Token token=${settings.token}`,
        // Some accounts have schedules of shifts only with this.
        "x-early-access": "flexible-schedules-early-access",
      },
    },
    surroundings,
  );
  const read = jsonAnswer(NAME, incidentPage);

  /** Reads page after page, until the last one or one with which it is enough. */
  async function list(
    query: URLSearchParams,
    deadline: number,
    isEnough: (page: PagerDutyIncident[]) => boolean,
  ): Promise<{ found: PagerDutyIncident[]; age: number }> {
    const found: PagerDutyIncident[] = [];
    let age = 0;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      query.set("limit", String(PAGE));
      query.set("offset", String(page * PAGE));
      // oxlint-disable-next-line no-await-in-loop -- whether there is a next page, each page says
      const answer = await client.ask(
        { path: "/incidents", query, read },
        deadline,
      );
      const { incidents, more } = answer.value;
      found.push(...incidents);
      age = Math.max(age, answer.age ?? 0);
      if (!more || isEnough(incidents)) return { found, age };
      if (incidents.length === 0) {
        throw failure("says that there are more incidents, and shows none");
      }
    }
    throw failure(
      `has more than ${MOST_PAGES * PAGE} incidents to look through; name the services in the policy`,
    );
  }

  return {
    onCall: createOnCall(client),
    async incidents(choice, { since, now }) {
      const deadline = client.deadline();
      const asked = questionOf(choice, now);
      // First what is open: what is resolved in between is then found in the second list.
      const open = await list(
        withStatus(asked, ["triggered", "acknowledged"]),
        deadline,
        () => false,
      );
      const resolvedQuestion = withStatus(asked, ["resolved"]);
      resolvedQuestion.set("sort_by", "resolved_at:desc");
      const resolved = await list(resolvedQuestion, deadline, (page) =>
        isBefore(page, since),
      );
      const recent = resolved.found.filter((one) => {
        const end = endOf(one);
        return end === undefined || end >= since;
      });
      const found = byId([...open.found, ...recent]);
      const age = Math.max(open.age, resolved.age);
      return known(
        found.map((one) => toSeen(one, choice)),
        {
          source: "pagerduty",
          at: now,
          query: `GET /incidents?${asked.toString()}: open, or resolved since ${since.toISOString()}`,
          answer: listed(
            found.map(({ id, status, urgency, priority }) =>
              [id, priority?.name ?? priority?.summary ?? urgency, status].join(
                " ",
              ),
            ),
          ),
          ...(age > 0 && { age }),
        },
      );
    },
  };
}

/** To the hour, so that looks in quick succession put the same question. */
function questionOf(
  { services = [], urgency }: PagerDutyIncidents,
  now: Date,
): URLSearchParams {
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const query = new URLSearchParams({
    since: new Date(hour - LONGEST_MS).toISOString(),
    until: new Date(hour + HOUR_MS).toISOString(),
  });
  for (const service of services) query.append("service_ids[]", service);
  if (urgency !== undefined) query.append("urgencies[]", urgency);
  return query;
}

function withStatus(
  question: URLSearchParams,
  statuses: string[],
): URLSearchParams {
  const query = new URLSearchParams(question);
  for (const status of statuses) query.append("statuses[]", status);
  return query;
}

/** Whether everything on the page's end and after it ended before that moment; it has to be in the order asked for. */
function isBefore(page: PagerDutyIncident[], moment: Date): boolean {
  const ends = page.flatMap((one) => endOf(one) ?? []);
  const ordered = ends.every((end, index) => end <= (ends[index - 1] ?? end));
  if (ends.length < page.length || !ordered) {
    throw failure("does not list its incidents by the time of their end");
  }
  const last = ends.at(-1);
  return last !== undefined && last < moment;
}

/** What moves to another page while pages are read is taken as it was seen last. */
function byId(incidents: PagerDutyIncident[]): PagerDutyIncident[] {
  return [...new Map(incidents.map((one) => [one.id, one])).values()];
}

function failure(reason: string): ProviderError {
  return new ProviderError("pagerduty", `${NAME} ${reason}`, {
    retryable: true,
  });
}
