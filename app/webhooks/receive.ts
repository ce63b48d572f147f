import * as z from "zod";
import type { Log } from "../log.ts";
import { keyName, queuedKeySchema } from "../reconciler/key.ts";
import type { Queue } from "../store/queue.ts";
import { checkRun, checkSuite } from "./checks.ts";
import { deploymentProtectionRule } from "./deployment-protection-rule.ts";
import { deploymentStatus } from "./deployment-status.ts";
import {
  installation,
  installationRepositories,
  installationTarget,
} from "./installation.ts";
import { issueComment } from "./issue-comment.ts";
import { issues } from "./issues.ts";
import { pullRequest } from "./pull-request.ts";
import { push } from "./push.ts";
import { repository } from "./repository.ts";
import type { Webhook } from "./webhook.ts";
import { workflowRun } from "./workflow-run.ts";

const withAction = z.object({ action: z.string() });

const WEBHOOKS: Webhook[] = [
  issues,
  issueComment,
  workflowRun,
  deploymentProtectionRule,
  deploymentStatus,
  push,
  pullRequest,
  checkRun,
  checkSuite,
  installation,
  installationRepositories,
  installationTarget,
  repository,
];

const BY_NAME = new Map(
  WEBHOOKS.flatMap((webhook) =>
    webhook.events.map((event) => [event, webhook] as const),
  ),
);

/**
 * Takes a webhook that GitHub signed: resolves once what it names is in the queue, durably.
 *
 * @throws where that can't be had
 */
export type Receive = (webhook: {
  /** Of the delivery. */
  id: string;
  /** As in `issue_comment`. */
  name: string;
  payload: unknown;
  /** The id of the HTTP request that brought it, for the log. */
  request?: string;
}) => Promise<void>;

export function createReceiver(options: {
  queue: Pick<Queue, "send">;
  appId: number;
  log: Log;
}): Receive {
  const { queue, appId, log } = options;
  return async ({ id, name, payload, request }) => {
    const action = withAction.safeParse(payload).data?.action ?? "";
    const named = [name, `${name}.${action}`].flatMap(
      (event) => BY_NAME.get(event)?.keys(payload, appId) ?? [],
    );
    const keys = named.filter((key) => queuedKeySchema.safeParse(key).success);
    await Promise.all(keys.map((key) => queue.send(key, id)));
    log.debug(
      { request, delivery: id, event: name, keys: keys.map(keyName) },
      "A webhook arrived.",
    );
  };
}
