/*
 * Loaded before the app (`node --import`): the waits between what the app writes pass 20 times faster. Many writes
 * are spaced by whole seconds, as GitHub asks, and hundreds of histories of that would take hours. A question that GitHub
 * never answers is given up after as many times less, too. Everything else waits as long as ever.
 */

import { flushCompileCache } from "node:module";

const FASTER = 20;
/** By then everything is loaded. */
const COMPILED_MS = 5_000;

const isSpacing = (ms: unknown): ms is number =>
  typeof ms === "number" &&
  new Error("asked for where it stands").stack?.includes(
    "/providers/github/pace.ts",
  ) === true;

// The next start finds its modules compiled (NODE_COMPILE_CACHE), though this process is killed.
setTimeout(flushCompileCache, COMPILED_MS).unref();

globalThis.setTimeout = new Proxy(globalThis.setTimeout, {
  apply: (target, self, [callback, ms, ...rest]) =>
    Reflect.apply(target, self, [
      callback,
      isSpacing(ms) ? ms / FASTER : ms,
      ...rest,
    ]),
});

AbortSignal.timeout = new Proxy(AbortSignal.timeout.bind(AbortSignal), {
  apply: (target, self, [ms]: [number]) =>
    Reflect.apply(target, self, [ms / FASTER]),
});

// Where the test is stopped, the app goes too.
process.once("disconnect", () => process.exit(1));
process.channel?.unref();
