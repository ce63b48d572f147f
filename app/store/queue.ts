import type { QueuedKey } from "../reconciler/key.ts";

/** A look at one thing. Throwing leads to another try later. */
export type Handler = (
  key: QueuedKey,
  /** What first led to this look: a webhook's delivery id, `timer`, …; for the log. */
  cause: string,
) => Promise<void>;

/**
 * Names of things to look at, kept durably. One thing is looked at by one process at a time; a burst of sends for it
 * becomes one look; a send that arrives during a look leads to one more look after it.
 */
export interface Queue {
  /** Look at it as soon as possible. Resolves once the key is durable. */
  send(key: QueuedKey, cause: string): Promise<void>;
  /** Look at it at that moment as well; of several moments for one key the earliest is kept. */
  sendAt(key: QueuedKey, at: Date): Promise<void>;
  start(handler: Handler): Promise<void>;
  /** Finishes the looks under way, hands back what was not begun. */
  stop(): Promise<void>;
}
