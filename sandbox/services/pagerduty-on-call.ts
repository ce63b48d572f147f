/** Somebody's time on call; without bounds they always are, which only escalation policies know. */
interface StandInShift {
  user: string;
  start?: string;
  end?: string;
  /** Of an escalation policy; 1 where absent. */
  level?: number;
}

/** A schedule of shifts (v3), a schedule of layers (v2), or an escalation policy. */
interface StandInRota {
  kind: "shifts" | "layers" | "escalation";
  shifts: StandInShift[];
}

export interface OnCallState {
  /** By their id. */
  rotas: Map<string, StandInRota>;
  users: Map<string, { name: string; email: string }>;
}

/** A status and a body; undefined where the path is none of these. */
type Answer = { status: number; body: unknown } | undefined;

const MOST_A_PAGE = 100;

/** Schedules, on-calls and users as PagerDuty's REST API answers them. */
export function answerOnCall(
  path: string,
  query: URLSearchParams,
  state: OnCallState,
): Answer {
  const [, kind, id = ""] =
    /^\/(v3\/schedules|schedules|users)\/(\w+)$/.exec(path) ?? [];
  if (kind === "users") return user(id, state);
  if (kind !== undefined)
    return schedule(id, kind === "schedules", query, state);
  return path === "/oncalls" ? oncalls(query, state) : undefined;
}

function user(id: string, { users }: OnCallState): Answer {
  const found = users.get(id);
  return found
    ? { status: 200, body: { user: { id, type: "user", ...found } } }
    : refused(404, "Not Found");
}

function schedule(
  id: string,
  older: boolean,
  query: URLSearchParams,
  { rotas, users }: OnCallState,
): Answer {
  const rota = rotas.get(id);
  if (!rota || rota.kind === "escalation") return refused(404, "Not Found");
  const html_url = `https://odavl.pagerduty.test/schedules/${id}`;
  const shifts = within(rota.shifts, query);
  if (older) {
    if (rota.kind === "shifts")
      return { status: 200, body: { schedule: { id, html_url } } };
    const rendered_schedule_entries = shifts.map(
      ({ start, end, user: who }) => ({
        start,
        end,
        user: { id: who, summary: users.get(who)?.name ?? who },
      }),
    );
    const final_schedule = { rendered_schedule_entries };
    return {
      status: 200,
      body: { schedule: { id, html_url, final_schedule } },
    };
  }
  if (rota.kind === "layers") return refused(400, "Not a shift-based schedule");
  const computed_shift_assignments = shifts.map(
    ({ start, end, user: who }) => ({
      type: "computed_shift_assignment",
      start_time: start,
      end_time: end,
      member:
        who === ""
          ? { type: "empty_member" }
          : { type: "user_member", user_id: who },
    }),
  );
  const final_schedule =
    query.get("include[]") === "final_schedule"
      ? { type: "final_schedule", computed_shift_assignments }
      : undefined;
  return { status: 200, body: { schedule: { id, html_url, final_schedule } } };
}

function oncalls(
  query: URLSearchParams,
  { rotas, users }: OnCallState,
): Answer {
  const policy = query.get("escalation_policy_ids[]") ?? "";
  const limit = Number(query.get("limit") ?? 25);
  const offset = Number(query.get("offset") ?? 0);
  if (limit > MOST_A_PAGE) return refused(400, "Invalid Input Provided");
  const all = within(rotas.get(policy)?.shifts ?? [], query).map(
    ({ user: id, start = null, end = null, level = 1 }) => ({
      user: { id, type: "user", ...users.get(id) },
      escalation_policy: { id: policy },
      escalation_level: level,
      start,
      end,
    }),
  );
  const more = all.length > offset + limit;
  const page = all.slice(offset, offset + limit);
  return { status: 200, body: { oncalls: page, limit, offset, more } };
}

function within(
  shifts: StandInShift[],
  query: URLSearchParams,
): StandInShift[] {
  const since = Date.parse(query.get("since") ?? "");
  const until = Date.parse(query.get("until") ?? "");
  return shifts.filter(
    ({ start, end }) =>
      (start === undefined || Date.parse(start) < until) &&
      (end === undefined || Date.parse(end) > since),
  );
}

function refused(status: number, message: string): Answer {
  return { status, body: { error: { message, code: 2_100 } } };
}
