/* pg-boss publishes declarations that use this type, but strips its definition. It is internal; nothing here uses it. */
import type { ConstructorOptions } from "pg-boss";

declare module "../node_modules/pg-boss/dist/types.d.ts" {
  export type ResolvedConstructorOptions = ConstructorOptions;
}
