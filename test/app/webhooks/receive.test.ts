import { readFileSync } from "node:fs";
import {
  anything,
  assert,
  asyncProperty,
  constantFrom,
  record,
} from "fast-check";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import {
  queuedKeySchema,
  type QueuedKey,
} from "../../../app/reconciler/key.ts";
import { createReceiver } from "../../../app/webhooks/receive.ts";
import { silentLog } from "../silent-log.ts";

const OUR_APP = 4711;

/** Real payloads, as people contributed them to @octokit/webhooks. */
const examplesSchema = z.array(
  z.object({
    name: z.string(),
    examples: z.array(z.record(z.string(), z.unknown())),
  }),
);

function examples(server: string) {
  const main = import.meta.resolve("@octokit/webhooks-examples");
  const file = new URL(`../${server}/index.json`, main);
  return examplesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

type Send = (key: QueuedKey, cause: string) => Promise<void>;

const takes = (send: Send) => {
  const receive = createReceiver({
    queue: { send },
    appId: OUR_APP,
    log: silentLog,
  });
  return (name: string, payload: unknown) =>
    receive({ id: "delivery-1", name, payload });
};

async function keysOf(
  name: string,
  payload: Record<string, unknown>,
): Promise<QueuedKey[]> {
  const sent: QueuedKey[] = [];
  const receive = takes((key) => {
    sent.push(key);
    return Promise.resolve();
  });
  await receive(name, payload);
  return sent;
}

const AT = {
  installation: { id: 7 },
  repository: {
    name: "shop",
    owner: { login: "Acme" },
    default_branch: "main",
  },
  sender: { login: "ahmed", type: "User" },
};
const SHOP = { installation: 7, owner: "Acme", repo: "shop" };
const ISSUE_KEY = { kind: "issue", ...SHOP, issue: 12 };
const ISSUE = { number: 12, body: "The shop is slow.", labels: [] };
const REQUEST = {
  ...ISSUE,
  labels: [{ name: "bug" }, { name: "chaos-request" }],
};
const COMMENT = { id: 5, body: "Thanks!", performed_via_github_app: null };

describe("webhooks", () => {
  it.each(["api.github.com", "ghes-31", "ghes-33", "ghes-35"])(
    "of every kind that %s sends are taken without a crash, and name only what can be looked at",
    async (server) => {
      const sent: unknown[] = [];
      const receive = takes((key) => {
        sent.push(key);
        return Promise.resolve();
      });
      let received = 0;
      for (const { name, examples: payloads } of examples(server))
        for (const payload of payloads) {
          await receive(name, payload);
          await receive(name, {
            ...payload,
            installation: AT.installation,
          });
          received += 1;
        }
      expect(received).toBeGreaterThan(40);
      expect(sent.length).toBeGreaterThan(0);
      expect(z.array(queuedKeySchema).safeParse(sent).error).toBeUndefined();
    },
  );

  it("may carry anything", async () => {
    const receive = takes(() => Promise.resolve());
    const names = constantFrom(
      "issues",
      "issue_comment",
      "workflow_run",
      "deployment_status",
      "push",
      "pull_request",
      "check_run",
      "check_suite",
      "installation",
      "installation_repositories",
      "repository",
    );
    const payloads = record(
      {
        action: constantFrom(
          "opened",
          "created",
          "edited",
          "completed",
          "rerequested",
        ),
        installation: anything(),
        repository: anything(),
        repositories: anything(),
        issue: anything(),
        comment: anything(),
        changes: anything(),
        workflow_run: anything(),
        deployment_status: anything(),
        pull_request: anything(),
        check_run: anything(),
        check_suite: anything(),
        ref: anything(),
      },
      { requiredKeys: ["action"] },
    );
    await assert(
      asyncProperty(names, payloads, async (name, payload) => {
        await expect(receive(name, payload)).resolves.toBeUndefined();
      }),
    );
  });

  it("are not acknowledged where the queue can't take what they name", async () => {
    const receive = takes(() => Promise.reject(new Error("no disk")));
    await expect(
      receive("issues", { ...AT, action: "opened", issue: REQUEST }),
    ).rejects.toThrow("no disk");
  });

  it("are queued with the id of their delivery", async () => {
    const send = vi.fn<Send>(() => Promise.resolve());
    const receive = takes(send);
    await receive("issues", { ...AT, action: "opened", issue: REQUEST });
    expect(send).toHaveBeenCalledExactlyOnceWith(ISSUE_KEY, "delivery-1");
  });

  it.each(["shop\0", "shop\ud800", "", "s".repeat(101)])(
    "name nothing that can't be: %j",
    async (name) => {
      const repository = { ...AT.repository, name };
      const payload = { ...AT, repository, action: "opened", issue: REQUEST };
      expect(await keysOf("issues", payload)).toEqual([]);
    },
  );

  it("from outside of an installation name nothing", async () => {
    const { repository, sender } = AT;
    const payload = { repository, sender, action: "opened", issue: REQUEST };
    expect(await keysOf("issues", payload)).toEqual([]);
  });
});

describe("a webhook about an issue", () => {
  it.each(["opened", "edited", "closed", "reopened", "labeled"])(
    "names a request that was %s",
    async (action) => {
      const payload = { ...AT, action, issue: REQUEST };
      expect(await keysOf("issues", payload)).toEqual([ISSUE_KEY]);
    },
  );

  const HALT = { ...ISSUE, labels: [{ name: "chaos-halt" }] };

  it.each([
    ["opened", HALT],
    ["closed", HALT],
    ["reopened", HALT],
    ["labeled", HALT],
    ["unlabeled", ISSUE],
    ["deleted", HALT],
    ["transferred", HALT],
  ])(
    "names what halts the repository where it is %s",
    async (action, issue) => {
      const label = { name: "chaos-halt" };
      const payload = { ...AT, action, issue, label };
      expect(await keysOf("issues", payload)).toEqual([
        { kind: "halt", ...SHOP },
      ]);
    },
  );

  it("names an issue with a command in it", async () => {
    const issue = { ...ISSUE, body: "/chaos run pod-failure in staging" };
    expect(await keysOf("issues", { ...AT, action: "opened", issue })).toEqual([
      ISSUE_KEY,
    ]);
  });

  it.each([null, "The shop is slow."])(
    "does not name any other issue (body: %j)",
    async (body) => {
      const issue = { ...ISSUE, body };
      expect(
        await keysOf("issues", { ...AT, action: "opened", issue }),
      ).toEqual([]);
    },
  );
});

const comment = (action: string, rest: object) =>
  keysOf("issue_comment", {
    ...AT,
    action,
    issue: ISSUE,
    comment: COMMENT,
    ...rest,
  });

describe("a webhook about a comment", () => {
  it.each(["created", "edited", "deleted"])(
    "names a request on which one was %s",
    async (action) => {
      expect(await comment(action, { issue: REQUEST })).toEqual([ISSUE_KEY]);
    },
  );

  it("names any issue where it carries a command", async () => {
    const command = { ...COMMENT, body: "Let's see.\n/chaos help" };
    expect(await comment("created", { comment: command })).toEqual([ISSUE_KEY]);
  });

  it("names any issue where it carried a command before it was edited", async () => {
    const changes = { body: { from: "/chaos run pod-failure in staging" } };
    expect(await comment("edited", { changes })).toEqual([ISSUE_KEY]);
  });

  it("does not name an issue for small talk", async () => {
    expect(await comment("created", {})).toEqual([]);
  });

  it("does not name a request for what we wrote on it ourselves", async () => {
    const ours = { ...COMMENT, performed_via_github_app: { id: OUR_APP } };
    const bot = { login: "chaos-governor[bot]", type: "Bot" };
    expect(
      await comment("edited", { issue: REQUEST, comment: ours, sender: bot }),
    ).toEqual([]);
    expect(await comment("edited", { issue: REQUEST, comment: ours })).toEqual([
      ISSUE_KEY,
    ]);
    expect(await comment("created", { issue: REQUEST, sender: bot })).toEqual([
      ISSUE_KEY,
    ]);
  });
});

describe("a webhook about a workflow run", () => {
  it.each(["requested", "in_progress", "completed"])(
    "names a run that is %s",
    async (action) => {
      const payload = { ...AT, action, workflow_run: { id: 99 } };
      expect(await keysOf("workflow_run", payload)).toEqual([
        { kind: "run", ...SHOP, run: 99 },
      ]);
    },
  );
});

const deployed = (state: string) =>
  keysOf("deployment_status", {
    ...AT,
    action: "created",
    deployment_status: { state },
  });

describe("a webhook about a deployment", () => {
  it.each(["success", "failure", "error", "inactive"])(
    "names the repository where it ended with %s",
    async (state) => {
      expect(await deployed(state)).toEqual([{ kind: "repository", ...SHOP }]);
    },
  );

  it.each(["queued", "in_progress", "pending"])(
    "names nothing while it is %s",
    async (state) => {
      expect(await deployed(state)).toEqual([]);
    },
  );
});

const pull = (action: string, rest: object = {}) =>
  keysOf("pull_request", {
    ...AT,
    action,
    pull_request: { number: 3 },
    ...rest,
  });

describe("a webhook about a pull request", () => {
  const key = { kind: "pull-request", ...SHOP, pullRequest: 3 };

  it.each(["opened", "synchronize", "reopened"])(
    "names one that was %s",
    async (action) => {
      expect(await pull(action)).toEqual([key]);
    },
  );

  it("names one that goes into another branch now, not one with another title", async () => {
    const changes = { base: { ref: { from: "main" } } };
    expect(await pull("edited", { changes })).toEqual([key]);
    const title = { changes: { title: { from: "Chaos" } } };
    expect(await pull("edited", title)).toEqual([]);
  });
});

describe("a webhook about checks", () => {
  const commit = "ce587453ced02b1526dfb4cb910479d431683101";
  const key = { kind: "checks", ...SHOP, commit };
  const check = (id: number) => ({ head_sha: commit, app: { id } });

  it.each([
    ["check_run", "rerequested"],
    ["check_run", "requested_action"],
    ["check_suite", "rerequested"],
  ])("names the commit of ours (%s.%s)", async (name, action) => {
    const of = (app: number) =>
      keysOf(name, { ...AT, action, [name]: check(app) });
    expect(await of(OUR_APP)).toEqual([key]);
    expect(await of(OUR_APP + 1)).toEqual([]);
  });
});

describe("a webhook about a push", () => {
  it("names the repository where it went to the default branch", async () => {
    const payload = { ...AT, ref: "refs/heads/main" };
    expect(await keysOf("push", payload)).toEqual([
      { kind: "repository", ...SHOP },
    ]);
  });

  it.each(["refs/heads/topic", "refs/tags/main"])(
    "names nothing for %s",
    async (ref) => {
      expect(await keysOf("push", { ...AT, ref })).toEqual([]);
    },
  );
});

describe("a webhook about a repository", () => {
  it.each(["renamed", "transferred", "archived", "unarchived", "deleted"])(
    "names it where it was %s",
    async (action) => {
      expect(await keysOf("repository", { ...AT, action })).toEqual([
        { kind: "whereabouts", ...SHOP },
      ]);
    },
  );
});

describe("a webhook about an installation", () => {
  const installation = { id: 7, account: { login: "Acme" } };
  const repositories = [{ name: "shop" }, { name: "studio" }];
  const expected = [
    { kind: "whereabouts", ...SHOP },
    { kind: "whereabouts", ...SHOP, repo: "studio" },
  ];

  it("names every repository that was installed on", async () => {
    const payload = { action: "created", installation, repositories };
    expect(await keysOf("installation", payload)).toEqual(expected);
  });

  it("names every repository that it was removed from", async () => {
    const payload = { action: "deleted", installation, repositories };
    expect(await keysOf("installation", payload)).toEqual(expected);
  });

  it.each(["added", "removed"])(
    "names every repository that was %s",
    async (action) => {
      const payload = {
        action,
        installation,
        [`repositories_${action}`]: repositories,
      };
      expect(await keysOf("installation_repositories", payload)).toEqual(
        expected,
      );
    },
  );

  it("names everything where the owner has another name", async () => {
    const payload = { action: "renamed", installation };
    expect(await keysOf("installation_target", payload)).toEqual([
      { kind: "everything" },
    ]);
  });

  it("names everything where it goes on after a suspension", async () => {
    const payload = { action: "unsuspend", installation };
    expect(await keysOf("installation", payload)).toEqual([
      { kind: "everything" },
    ]);
  });
});
