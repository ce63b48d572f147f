import { registerHooks } from "node:module";

/*
 * GitHub's own workflow parser. Its package imports a JSON file without saying so (`with { type: "json" }`), which
 * Node refuses; the hook says it for that package's files, and only for them.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const isItsJson =
      resolved.url.includes("/@actions/workflow-parser/") &&
      resolved.url.endsWith(".json");
    return isItsJson
      ? { ...resolved, importAttributes: { type: "json" } }
      : resolved;
  },
});

export const {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isScalar,
  isSequence,
  NoOperationTraceWriter,
  parseWorkflow,
} = await import("@actions/workflow-parser");
