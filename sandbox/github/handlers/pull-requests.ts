import * as z from "zod";
import { proxy } from "../emulate/proxy.ts";
import { encodePath } from "../emulate/repository-files.ts";
import { wholeList } from "../emulate/lists.ts";
import { cardOf } from "../front/account.ts";
import { json, page, refusal } from "../front/http.ts";
import { loginOf } from "../front/identities.ts";
import { isOfFork } from "../front/fork-head.ts";
import type { Interior } from "../front/interior.ts";
import type { JsonObject } from "../front/json.ts";
import type { Handlers } from "./handler.ts";

const treeSchema = z.object({
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), sha: z.string() }),
  ),
});
const pullSchema = z.looseObject({
  number: z.number(),
  head: z.looseObject({
    label: z.string(),
    ref: z.string(),
    sha: z.string(),
  }),
  base: z.looseObject({ sha: z.string() }),
});

export const pullRequests: Handlers = {
  /** emulate would look for the branch of a fork in a repository of its own. */
  "pulls/create"(call, interior) {
    const { marks, options } = interior;
    const head = String(call.input["head"]);
    const isThere = marks.forks.has(head.split(":", 1)[0] ?? "");
    return isOfFork(head) && isThere
      ? proxy(
          {
            ...call,
            input: { ...call.input, head: `${options.organisation}:${head}` },
          },
          interior,
        )
      : proxy(call, interior);
  },

  async "pulls/get"(call, interior) {
    const answer = await proxy(call, interior);
    const pull = pullSchema.safeParse(answer.body);
    if (!pull.success) return answer;
    const files = await filesOf(pull.data, interior);
    return {
      ...answer,
      body: { ...pull.data, changed_files: files.length },
    };
  },

  /** emulate makes names up. */
  async "pulls/list-files"(call, interior) {
    const { fullName, upstream, url } = interior;
    const number = call.parameters["pull_number"] ?? "";
    const pull = await upstream.find(`/repos/${fullName}/pulls/${number}`);
    if (pull === undefined) return refusal(404, "Not Found");
    const current = moved(pullSchema.parse(pull), interior);
    const { items, headers } = page(
      call,
      url,
      await filesOf(current, interior),
    );
    return json(200, items, headers);
  },

  /** emulate leaves a pull request at the head that it was opened with. */
  async "git/update-ref"(call, interior) {
    const branch = /^heads\/(.+)$/.exec(call.parameters["ref"] ?? "")?.[1];
    const ref = `/repos/${interior.fullName}/git/ref/heads/${branch ?? ""}`;
    const before = refSchema.safeParse(await interior.upstream.find(ref)).data;
    const answer = await proxy(call, interior);
    if (answer.status !== 200 || branch === undefined) return answer;
    if (before) {
      const by = loginOf(call.identity, interior.options.app.slug);
      const [from, to] = [before.object.sha, String(call.input["sha"])];
      await followBranch({ branch, from, to, by }, interior);
    }
    return answer;
  },
};

const refSchema = z.object({ object: z.object({ sha: z.string() }) });

/** Lets the pull requests from a branch that was moved follow it, and tells the App. */
export async function followBranch(
  move: { branch: string; from: string; to: string; by: string },
  interior: Interior,
): Promise<void> {
  const { webhooks, cards, fullName, marks, options } = interior;
  const { branch, from: before, to: after, by } = move;
  marks.heads.set(branch, after);
  if (!options.app.events.includes("pull_request")) return;
  const label = isOfFork(branch) ? branch : `${options.organisation}:${branch}`;
  const open = await wholeList(interior, `/repos/${fullName}/pulls?state=open`);
  for (const pull of open) {
    const { number, head } = pullSchema.parse(pull);
    if (head.label !== label) continue;
    webhooks.send("pull_request", {
      action: "synchronize",
      number,
      before,
      after,
      pull_request: pull,
      repository: cards.repository,
      organization: cards.organisation,
      sender: cardOf(by, interior),
      installation: cards.installation,
    });
  }
}

function moved(
  pull: z.infer<typeof pullSchema>,
  { marks }: Interior,
): z.infer<typeof pullSchema> {
  const { head } = pull;
  return {
    ...pull,
    head: { ...head, sha: marks.heads.get(head.ref) ?? head.sha },
  };
}

/** What differs between the trees of base and head; a file that moved is removed and added. */
async function filesOf(
  { head, base }: z.infer<typeof pullSchema>,
  interior: Interior,
): Promise<JsonObject[]> {
  const before = await blobs(base.sha, interior);
  const after = await blobs(head.sha, interior);
  const { url, fullName } = interior;
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths
    .filter((path) => before.get(path) !== after.get(path))
    .toSorted()
    .map((filename) => {
      const place = encodePath(filename);
      return {
        sha: after.get(filename) ?? before.get(filename),
        filename,
        status: statusOf(before.has(filename), after.has(filename)),
        additions: 0,
        deletions: 0,
        changes: 0,
        blob_url: `${url}/${fullName}/blob/${head.sha}/${place}`,
        raw_url: `${url}/${fullName}/raw/${head.sha}/${place}`,
        contents_url: `${url}/repos/${fullName}/contents/${place}?ref=${head.sha}`,
      };
    });
}

function statusOf(wasThere: boolean, isThere: boolean): string {
  if (!isThere) return "removed";
  return wasThere ? "modified" : "added";
}

async function blobs(
  commit: string,
  { upstream, fullName }: Interior,
): Promise<Map<string, string>> {
  const found = await upstream.ask(
    "GET",
    `/repos/${fullName}/git/trees/${commit}?recursive=1`,
  );
  return new Map(
    treeSchema
      .parse(found)
      .tree.filter(({ type }) => type === "blob")
      .map(({ path, sha }) => [path, sha]),
  );
}
