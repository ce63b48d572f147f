import * as z from "zod";
import type { Diagnostic } from "../text/diagnostic.ts";
import { parseDocument } from "../text/document.ts";
import { matchSchema } from "../text/zod-diagnostics.ts";
import { findingsOf } from "./findings.ts";
import { isMapping, outlineOf } from "./outline.ts";
import type { Outline } from "./outline.ts";
import type { Checks } from "./rule.ts";
import { experimentSchema } from "./schema.ts";
import type { Experiment } from "./schema.ts";

/** What is larger than this, in bytes, is no experiment. */
export const EXPERIMENT_BYTES = 1024 * 1024;

/** The same schema, four times as fast. */
const COMPILED = z.compile(experimentSchema);

export interface ParsedExperiment {
  /** Where its shape is right; it may be run only if no finding is an error. */
  experiment?: Experiment;
  /** What can be read of it, also where its shape is wrong; absent where it is no document at all. */
  outline?: Outline;
  diagnostics: Diagnostic[];
}

/**
 * Reads a Chaos Toolkit experiment and says what is wrong with it: what `chaos validate` refuses, and what it accepts
 * although it does not do what it says. Nothing that the file names is imported, executed or looked up.
 *
 * @param file its path, whose ending says how Chaos Toolkit reads it
 */
export function parseExperiment(
  text: string,
  { file, checks = {} }: { file: string; checks?: Checks },
): ParsedExperiment {
  const format = formatOf(file);
  if (!format) return refuse(WRONG_ENDING);
  if (format === "json" && text.startsWith("\uFEFF")) return refuse(MARK);

  const parsed = parseDocument(text, { bytes: EXPERIMENT_BYTES, format });
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  if (document.value === null) return refuse(EMPTY);

  const matched = matchSchema(COMPILED, document);
  const shape = matched.ok ? [] : matched.diagnostics;
  // What is no experiment at all has no parts that a rule could object to.
  if (!isMapping(document.value)) return { diagnostics: shape };
  const outline = outlineOf(document.value);
  const diagnostics = findingsOf(outline, shape, checks, document);
  return matched.ok
    ? { experiment: matched.value, outline, diagnostics }
    : { outline, diagnostics };
}

/** Chaos Toolkit reads YAML with PyYAML, which is at YAML 1.1. */
function formatOf(file: string): "json" | "yaml-1.1" | undefined {
  if (file.endsWith(".json")) return "json";
  return /\.ya?ml$/.test(file) ? "yaml-1.1" : undefined;
}

type Refusal = Pick<Diagnostic, "code" | "message" | "hint">;

function refuse(refusal: Refusal): { diagnostics: Diagnostic[] } {
  const start = { line: 1, column: 1, path: [] };
  return { diagnostics: [{ severity: "error", ...refusal, ...start }] };
}

const WRONG_ENDING: Refusal = {
  code: "wrong-ending",
  message: "Chaos Toolkit reads no file of this ending",
  hint: "name it .json, .yaml or .yml",
};

const MARK: Refusal = {
  code: "byte-order-mark",
  message:
    "the file begins with a byte order mark, which Chaos Toolkit refuses in JSON",
  hint: "save the file as UTF-8 without one",
};

const EMPTY: Refusal = {
  code: "empty",
  message: "the experiment is empty",
  hint: "experiments/ has experiments to start from",
};
