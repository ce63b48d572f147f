import type { IncomingMessage, ServerResponse } from "node:http";
import { listen } from "../service/listener.ts";
import { answerOnCall, type OnCallState } from "./pagerduty-on-call.ts";

/** An incident as PagerDuty's REST API shows it. */
interface StandInIncident {
  id: string;
  title: string;
  status: "triggered" | "acknowledged" | "resolved";
  urgency: "high" | "low";
  created_at: string;
  resolved_at: string | null;
  incident_key: string;
  priority: { name: string } | null;
  service: { id: string };
  html_url: string;
}

/** A stand-in for PagerDuty: incidents, and who is on call, as its REST API answers them. */
export interface PagerDutyStandIn extends OnCallState {
  url: string;
  /** The one that is accepted. */
  token: string;
  incidents: StandInIncident[];
  trigger(given?: Partial<StandInIncident>): StandInIncident;
  /** The queries that were answered, in order. */
  asked: URLSearchParams[];
  stop(): Promise<void>;
}

const MOST_A_PAGE = 100;
const SIX_MONTHS_MS = 184 * 24 * 3_600_000;

export async function startPagerDuty(): Promise<PagerDutyStandIn> {
  const incidents: StandInIncident[] = [];
  const asked: URLSearchParams[] = [];
  const token = "a-token-of-the-sandbox";
  const onCall: OnCallState = { rotas: new Map(), users: new Map() };
  const listener = await listen((request, response) => {
    answer(request, response, { ...onCall, token, incidents, asked });
  }, 0);
  return {
    ...onCall,
    url: listener.url,
    token,
    incidents,
    asked,
    trigger(given = {}) {
      const id = `PSANDBOX${incidents.length + 1}`;
      const incident: StandInIncident = {
        id,
        title: "The shop is down",
        status: "triggered",
        urgency: "high",
        created_at: new Date().toISOString(),
        resolved_at: null,
        incident_key: `key-of-${id}`,
        priority: null,
        service: { id: "PSHOP01" },
        html_url: `https://odavl.pagerduty.test/incidents/${id}`,
        ...given,
      };
      incidents.push(incident);
      return incident;
    },
    stop: () => listener.close(),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  state: Pick<PagerDutyStandIn, "token" | "incidents" | "asked"> & OnCallState,
): void {
  const { pathname, searchParams } = new URL(request.url ?? "", "http://here");
  const refuse = (status: number, message: string) => {
    response.statusCode = status;
    response.end(JSON.stringify({ error: { message, code: 2_001 } }));
  };
  if (request.headers.authorization !== `Token token=${state.token}`) {
    return refuse(401, "Unauthorized");
  }
  const onCall = answerOnCall(pathname, searchParams, state);
  if (onCall) {
    response.statusCode = onCall.status;
    response.end(JSON.stringify(onCall.body));
    return;
  }
  if (pathname !== "/incidents") return refuse(404, "Not Found");
  const question = questionOf(searchParams);
  if (question === undefined) return refuse(400, "Invalid Input Provided");
  state.asked.push(searchParams);
  const { offset, limit } = question;
  const found = matching(state.incidents, searchParams);
  const more = found.length > offset + limit;
  const page = found.slice(offset, offset + limit);
  response.end(JSON.stringify({ incidents: page, limit, offset, more }));
}

function questionOf(
  query: URLSearchParams,
): { offset: number; limit: number } | undefined {
  const limit = Number(query.get("limit") ?? 25);
  const offset = Number(query.get("offset") ?? 0);
  const since = Date.parse(query.get("since") ?? "");
  const length = Date.parse(query.get("until") ?? "") - since;
  const isRight = limit <= MOST_A_PAGE && length > 0 && length <= SIX_MONTHS_MS;
  return isRight ? { offset, limit } : undefined;
}

function matching(
  incidents: StandInIncident[],
  query: URLSearchParams,
): StandInIncident[] {
  const since = Date.parse(query.get("since") ?? "");
  const until = Date.parse(query.get("until") ?? "");
  const oneOf = (key: string, value: string) => {
    const wanted = query.getAll(key);
    return wanted.length === 0 || wanted.includes(value);
  };
  const found = incidents.filter(
    ({ created_at, status, urgency, service }) =>
      Date.parse(created_at) >= since &&
      Date.parse(created_at) < until &&
      oneOf("statuses[]", status) &&
      oneOf("urgencies[]", urgency) &&
      oneOf("service_ids[]", service.id),
  );
  return query.get("sort_by") === "resolved_at:desc"
    ? found.toSorted((one, other) =>
        (other.resolved_at ?? "").localeCompare(one.resolved_at ?? ""),
      )
    : found;
}
