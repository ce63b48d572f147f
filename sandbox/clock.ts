import * as z from "zod";

/*
 * The sandbox's clock. The world's processes run unchanged, so the clock is moved where they all read it: in the
 * global Date. Time goes on at its usual pace; `moveTo` only jumps ahead.
 */

const RealDate = globalThis.Date;

let ahead = 0;

/** Milliseconds by which this process's clock is ahead of the machine's. */
export function clockOffset(): number {
  return ahead;
}

/** Replaces the global Date by one that is `offset` milliseconds ahead; may be called again to move it. */
export function setClock(offset: number): void {
  ahead = offset;
  const now = () => RealDate.now() + ahead;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      args.length === 0
        ? new target(now())
        : Reflect.construct(target, args, newTarget),
    apply: () => new RealDate(now()).toString(),
    get: (target, key, receiver) =>
      key === "now" ? now : Reflect.get(target, key, receiver),
  });
}

const message = z.object({ clockOffset: z.number() });

/** Lets this process follow its parent's clock: the first offset from the environment, later ones as messages. */
export function followParentClock(): void {
  setClock(Number(process.env["CHAOS_GOVERNOR_SANDBOX_CLOCK"] ?? 0));
  process.on("message", (received) => {
    const parsed = message.safeParse(received);
    if (parsed.success) setClock(parsed.data.clockOffset);
  });
  // A channel that is only listened to must not keep the process alive.
  process.channel?.unref();
}
