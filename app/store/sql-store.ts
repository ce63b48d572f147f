import type { Kysely } from "kysely";
import { auditRetention } from "./audit-retention.ts";
import { auditMethods } from "./audit.ts";
import { decisionMethods } from "./decisions.ts";
import { dispatchMethods } from "./dispatches.ts";
import { haltMethods } from "./halts.ts";
import { protectionMethods } from "./protections.ts";
import { redeliveryMethods } from "./redeliveries.ts";
import { repositoryMethods } from "./repositories.ts";
import { conversationMethods } from "./conversations.ts";
import { requestMethods } from "./requests.ts";
import { runMethods } from "./runs.ts";
import type { Store } from "./store.ts";
import type { Tables } from "./tables.ts";

/** The store over SQL; the same statements on a server and on the embedded database. */
export function createStore(db: Kysely<Tables>): Store {
  return {
    ...requestMethods(db),
    ...conversationMethods(db),
    ...dispatchMethods(db),
    ...protectionMethods(db),
    ...runMethods(db),
    ...haltMethods(db),
    ...redeliveryMethods(db),
    ...repositoryMethods(db),
    ...auditMethods(db),
    ...auditRetention(db),
    ...decisionMethods(db),
  };
}
