import { known, unknown, type Fact } from "../core/gate/fact.ts";
import type { Shift } from "../core/gate/facts.ts";
import { toShift } from "../core/gate/on-call/rota-people.ts";
import type { Policy } from "../core/policy/schema.ts";
import { readCalendar } from "../core/time/calendar/calendar.ts";
import type { FactsContext } from "./context.ts";
import { readFromRepository } from "./observe-calendars.ts";

/** Who is on call by a calendar in the repository, as it stands at the policy's commit. */
export async function observeRotaCalendar(
  path: string,
  { people, timezone }: Policy,
  asked: { commit: string; from: Date; until: Date; now: Date },
  context: Pick<FactsContext, "github" | "memory">,
): Promise<Fact<Shift[]>> {
  const file = await readFromRepository(path, asked, context);
  if (!file.ok) return unknown(`${path}: ${file.reason}`);
  const { evidence, text } = file;
  const span = { from: asked.from.getTime(), to: asked.until.getTime() };
  const read = readCalendar(text, timezone, span);
  if (!read.ok) return unknown(`${path} ${read.reason}`, evidence);
  const shifts = read.times.flatMap(({ from, to, attendees, summary }) => {
    const time = { from: new Date(from), until: new Date(to) };
    const users = attendees?.map((email) => ({ id: email, email }));
    const logins = summary
      .split(",")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const byTitle = logins.map((name) => ({ id: name.toLowerCase() }));
    return (users ?? byTitle).map((user) =>
      toShift({ ...time, user }, undefined, people),
    );
  });
  return known(shifts, evidence);
}
