import { join } from "node:path";
import { generateActionReadmes } from "./generators/actions.ts";
import { generatePolicyFiles } from "./generators/policy.ts";
import { generateRulePages } from "./generators/rules.ts";
import { settle } from "./settle.ts";

/* Everything in the repository that is written from something else in it. `--check` only compares. */

const ROOT = join(import.meta.dirname, "..");

const generated = await Promise.all([
  generateActionReadmes(ROOT),
  generatePolicyFiles(ROOT),
  generateRulePages(),
]);

await settle(
  new Map(generated.flatMap((files) => [...files])),
  "npm run generate",
);
