import type { Probot } from "probot";
import type { Log } from "../log.ts";
import { keyName } from "../reconciler/key.ts";
import type { Queue } from "../store/queue.ts";
import { checkRun, checkSuite } from "./checks.ts";
import { deploymentStatus } from "./deployment-status.ts";
import { installation, installationRepositories } from "./installation.ts";
import { issueComment } from "./issue-comment.ts";
import { issues } from "./issues.ts";
import { pullRequest } from "./pull-request.ts";
import { push } from "./push.ts";
import type { Webhook } from "./webhook.ts";
import { workflowRun } from "./workflow-run.ts";

const WEBHOOKS: Webhook[] = [
  issues,
  issueComment,
  workflowRun,
  deploymentStatus,
  push,
  pullRequest,
  checkRun,
  checkSuite,
  installation,
  installationRepositories,
];

/**
 * Listens to webhooks. None of them is acknowledged before what it names is in the queue, durably; where that fails,
 * the answer is an error, and GitHub shows the delivery as failed.
 */
export function receiveWebhooks(
  app: Pick<Probot, "on">,
  options: { queue: Pick<Queue, "send">; appId: number; log: Log },
): void {
  const { queue, appId, log } = options;
  for (const { events, keys } of WEBHOOKS)
    app.on(events, async ({ id, name, payload }) => {
      const named = keys(payload, appId);
      await Promise.all(named.map((key) => queue.send(key, id)));
      log.debug(
        { delivery: id, event: name, keys: named.map(keyName) },
        "A webhook arrived.",
      );
    });
}
