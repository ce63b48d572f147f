import { afterEach, beforeAll, expect } from "vitest";
import { parseDocument } from "yaml";
import { experimentDigest } from "../../core/experiment/digest.ts";
import type { Run } from "../../sandbox/github/run.ts";
import { ORGANISATION, REPOSITORY } from "../../sandbox/people.ts";
import {
  fileHere,
  type GovernedRepository,
  governedRepository,
  HOLDS,
  POLICY,
} from "../acceptance/governed-repository.ts";

export const BOT = "chaos-governor[bot]";
export const WORKFLOW = "chaos-tests.yml";
export const EXPERIMENT = `experiments/${HOLDS}.json`;
const PLACE = `/repos/${ORGANISATION}/${REPOSITORY}`;
/** What staging asks for here: a word of both, and of nobody else. */
const ROLES = { "backend-lead": "sarah", "devops-lead": "mike" };

/** A governed repository in which nina, who may push and holds no role, wants something to run in staging. */
export interface AttackedRepository extends GovernedRepository {
  /** A request for staging that is pinned, and that nobody approved. */
  ask: (experiment?: string) => Promise<number>;
  /** Both approve it, as they should. */
  approve: (issue: number) => Promise<void>;
  /** Notes that both approved it. */
  isApproved: (issue: number) => void;
  /** Returns once the app has looked at everything that was said before. */
  settled: (issue: number) => Promise<void>;
  /** The API as whoever has this token; what it answered. */
  api: (
    token: string,
    method: string,
    path: string,
    body?: object,
  ) => Promise<{ status: number; json: unknown }>;
  /** Merges this policy, changed by a function. */
  policy: (
    change?: (document: ReturnType<typeof parseDocument>) => void,
  ) => Promise<void>;
}

/** Starts it once for a file's tests. After each of them, nothing may have run that was not approved. */
export function attackedRepository(): () => AttackedRepository {
  const governed = governedRepository();
  const approved = new Set<number>();
  beforeAll(async () => attacked(governed(), approved).policy());
  afterEach(async () => {
    expect(await unapproved(governed(), approved)).toEqual([]);
  });
  return () => attacked(governed(), approved);
}

function attacked(
  governed: GovernedRepository,
  approved: Set<number>,
): AttackedRepository {
  const { as, request, say, statusSays, world } = governed;
  return {
    ...governed,
    async ask(experiment = HOLDS) {
      const issue = await request(experiment, "staging");
      await statusSays(issue, /Nobody has approved yet/);
      return issue;
    },
    isApproved: (issue) => void approved.add(issue),
    async approve(issue) {
      approved.add(issue);
      for (const login of Object.values(ROLES))
        await say(login, issue, "/chaos approve");
    },
    async settled(issue) {
      // The look that answers the second one began after that which answered the first one had ended.
      await say("nina", issue, "/chaos recheck");
      await say("nina", issue, "/chaos recheck");
    },
    async api(token, method, path, body) {
      const response = await fetch(`${world.github.apiUrl}${PLACE}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
        ...(body && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const json: unknown = text === "" ? undefined : JSON.parse(text);
      return { status: response.status, json };
    },
    async policy(change) {
      const document = parseDocument(await fileHere(POLICY));
      const approvals = { roles: Object.keys(ROLES) };
      document.setIn(["environments", "staging", "gates"], { approvals });
      change?.(document);
      await as("lisa").push({ [POLICY]: document.toString() }, "two people");
    },
  };
}

/** In words, each run that carried out an experiment and should not have. */
async function unapproved(
  { world, as }: GovernedRepository,
  approved: ReadonlySet<number>,
): Promise<string[]> {
  const seen = new Set<number>();
  const wrong: string[] = [];
  const runs = world.github.inspect.runs();
  for (const run of runs.filter((one) => carriedOut(one) && isGoverned(one))) {
    const request = Number(run.inputs["request"]);
    const again = seen.has(request);
    seen.add(request);
    // oxlint-disable-next-line no-await-in-loop -- there are few
    const digest = await digestAt(world.github.apiUrl, as("lisa").token, run);
    if (
      again ||
      run.actor !== BOT ||
      run.attempt !== 1 ||
      !approved.has(request) ||
      run.inputs["digest"] !== digest
    )
      wrong.push(
        `run ${run.id}, attempt ${run.attempt}, by ${run.actor} for #${request}`,
      );
  }
  return wrong;
}

/** Only where an experiment was carried out is there a journal. */
export function carriedOut({ artifacts }: Run): boolean {
  return artifacts.some(({ name }) => name === "chaos-journal");
}

/** Whoever may push may run whatever they like elsewhere: nothing there has the environment's secrets. */
function isGoverned({ file, inputs, branch }: Run): boolean {
  const environments = file.environments({
    inputs,
    github: { ref_name: branch },
  });
  return environments.some(
    (name) => name === "staging" || name === "production",
  );
}

async function digestAt(
  api: string,
  token: string,
  { commit, inputs }: Run,
): Promise<string> {
  const path = `experiments/${String(inputs["experiment"])}.json`;
  const response = await fetch(
    `${api}${PLACE}/contents/${path}?ref=${commit.sha}`,
    {
      headers: {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github.raw+json",
      },
    },
  );
  return experimentDigest(new Uint8Array(await response.arrayBuffer()));
}
