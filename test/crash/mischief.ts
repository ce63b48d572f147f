import * as z from "zod";
import type { Interceptor } from "../../sandbox/github/front/failures.ts";
import type { Inspection } from "../../sandbox/github/inspection.ts";
import { PEOPLE } from "../../sandbox/people.ts";
import type { KeptApp } from "./app.ts";
import type { Chance } from "./chance.ts";
import type { Failing, History } from "./history.ts";
import { BOT } from "./seen.ts";

/** Of the app's reads, so many meet a GitHub that is out of order. */
const FAILING_READS = 0.01;

type Asked = Parameters<Interceptor>[0];
type Perform = Parameters<Interceptor>[1];
type Reaction = Awaited<ReturnType<Interceptor>>;

/** What goes wrong between the app and GitHub. */
export interface Mischief {
  intercept: Interceptor;
  /** While it is, GitHub can't be reached by the app. */
  gone: boolean;
  /** From now on a request has this history. @returns a list that grows with each death of a process */
  plan(issue: number, history: History): string[];
  /** The request that a webhook tells of. */
  issueOfWebhook(body: string): number | undefined;
}

interface Plan {
  history: History;
  writes: number;
  died: string[];
}

/** GitHub is gone for the app, not for those who use its pages. */
const AT_HOME: ReadonlySet<string> = new Set(PEOPLE.map(({ login }) => login));

const made = z.object({ id: z.number() });
const told = z.object({
  issue: z.object({ number: z.number() }).optional(),
  workflow_run: z.object({ id: z.number() }).optional(),
});

/** @param apps by the name that they have for GitHub */
export function createMischief(
  apps: ReadonlyMap<string, KeptApp>,
  chance: Chance,
  inspect: Pick<Inspection, "runs">,
): Mischief {
  const plans = new Map<number, Plan>();
  const comments = new Map<number, number>();

  const requestOfRun = (id: number): number | undefined => {
    const run = inspect.runs().find((known) => known.id === id);
    return Number(run?.inputs["request"]) || undefined;
  };
  const issueOf = ({ path, input }: Asked): number | undefined => {
    const number = (pattern: RegExp) => Number(pattern.exec(path)?.[1]) || 0;
    const run = number(/\/actions\/runs\/(\d+)/);
    return (
      number(/\/issues\/(\d+)/) ||
      comments.get(number(/\/issues\/comments\/(\d+)/)) ||
      (run === 0 ? 0 : requestOfRun(run)) ||
      Number(
        /"request":"(\d+)"|request-(\d+)-/
          .exec(`${path} ${JSON.stringify(input)}`)
          ?.slice(1)
          .find(Boolean),
      ) ||
      undefined
    );
  };

  const kill = async ({ headers }: Asked, { everywhere }: History) => {
    const sender = apps.get(headers["host"] ?? "");
    const dying = everywhere || !sender ? [...apps.values()] : [sender];
    await Promise.all(dying.map((app) => app.kill()));
  };

  const write = async (
    asked: Asked,
    plan: Plan,
    perform: Perform,
  ): Promise<Reaction> => {
    plan.writes += 1;
    const { history, writes, died } = plan;
    const death = history.deaths.get(writes);
    if (death !== undefined) {
      if (death === "after") await perform();
      died.push(`${death} ${asked.operation}`);
      await kill(asked, history);
      return "reset";
    }
    const failing = history.failings.get(writes);
    return failing === undefined ? perform() : letDown(failing, perform);
  };

  const mischief: Mischief = {
    gone: false,
    plan(issue, history) {
      const died: string[] = [];
      plans.set(issue, { history, writes: 0, died });
      return died;
    },
    issueOfWebhook(body) {
      const { issue, workflow_run } = told.parse(JSON.parse(body));
      return issue?.number ?? (workflow_run && requestOfRun(workflow_run.id));
    },
    async intercept(asked, perform) {
      if (mischief.gone && !AT_HOME.has(asked.login)) return "reset";
      const issue = issueOf(asked);
      const remembering = async () => {
        const answer = await perform();
        if (asked.operation === "issues/create-comment") {
          const { data } = made.safeParse(answer.body);
          if (data && issue !== undefined) comments.set(data.id, issue);
        }
        return answer;
      };
      if (asked.login !== BOT) return remembering();
      if (asked.method === "GET")
        return chance.happens(FAILING_READS)
          ? letDown("502", perform)
          : perform();
      const plan = issue === undefined ? undefined : plans.get(issue);
      return plan ? write(asked, plan, remembering) : remembering();
    },
  };
  return mischief;
}

async function letDown(failing: Failing, perform: Perform): Promise<Reaction> {
  switch (failing) {
    case "500":
    case "502":
      return refusal(Number(failing), "Server Error");
    case "secondary-limit":
      return refusal(403, "You have exceeded a secondary rate limit.", {
        "retry-after": "5",
      });
    case "reset":
      return "reset";
    case "reset-after-effect":
      await perform();
      return "reset";
    case "silence-after-effect":
      await perform();
      return "timeout";
  }
}

const refusal = (
  status: number,
  message: string,
  headers: Record<string, string> = {},
) => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: { message, documentation_url: "https://docs.github.com/rest" },
});
