import * as z from "zod";
import { inOrder, type Diagnostic } from "../../text/diagnostic.ts";
import { parseDocument } from "../../text/document.ts";
import { matchSchema } from "../../text/zod-diagnostics.ts";
import { experiments } from "../experiments.ts";
import { POLICY_BYTES } from "../limits.ts";
import { people, role } from "../roles.ts";
import { name, timeZone } from "../scalars.ts";
import { environment, policySchema } from "../schema.ts";
import { findFlaws } from "./organisation-flaws.ts";

/*
 * What an organisation says for all of its repositories: .github/chaos-governor.yml of its repository `.github`. Gates
 * stand in it whole, so that each can be judged by itself.
 */

const defaults = policySchema
  .omit({ version: true })
  .partial()
  .extend({ environments: z.record(name, environment.partial()).optional() })
  .describe("What holds where a repository's own policy says nothing else");

const required = z
  .strictObject({
    timezone: timeZone
      .describe(
        "The zone of all times of day that name none, in every repository; needed where windows are required",
      )
      .optional(),
    roles: z
      .record(name, role)
      .default({})
      .describe("Who holds these roles; no repository can change that"),
    people: people.describe(
      "Who is who in the services that know who is on call. Where it names anybody, or a role above has a rota, nobody else counts",
    ),
    experiments: z
      .strictObject({ rules: experiments.shape.rules })
      .prefault({})
      .describe("How much findings weigh at least"),
    environments: z
      .record(
        name,
        z.strictObject({
          workflow: environment.shape.workflow.optional(),
          gates: environment.shape.gates,
          stop_when: environment.shape.stop_when,
          override: environment.shape.override,
        }),
      )
      .default({})
      .describe("What has to hold in environments of these names"),
    other_environments: z
      .enum(["allowed", "forbidden"])
      .default("allowed")
      .describe(
        "Whether a repository may govern environments of other names; where that is forbidden, no new name leads past what is required",
      ),
  })
  .describe("What a repository can only make stricter");

export const organisationSchema = z
  .strictObject({
    version: z.literal(1).describe("The version of this format"),
    defaults: defaults.prefault({}),
    required: required.prefault({}),
  })
  .describe(
    "What an organisation says for all of its repositories: .github/chaos-governor.yml in its repository `.github`",
  );

export type RequiredPart = z.output<typeof required>;

export interface Organisation {
  /** As they are written: they are read together with what a repository writes over them. */
  defaults: unknown;
  required: RequiredPart;
}

export type OrganisationResult =
  | { ok: true; organisation: Organisation }
  | { ok: false; diagnostics: Diagnostic[] };

const written = z.object({ defaults: z.unknown().optional() });

/** Reads an organisation's file. One finding, and none of its repositories has a policy. */
export function parseOrganisation(text: string): OrganisationResult {
  const parsed = parseDocument(text, { bytes: POLICY_BYTES });
  if (!parsed.ok) return parsed;
  const { document } = parsed;
  const matched = matchSchema(organisationSchema, document);
  if (!matched.ok) return matched;
  const flaws = findFlaws(matched.value.required).map((flaw): Diagnostic => ({
    ...flaw,
    severity: "error",
    ...document.locate(flaw.path),
  }));
  if (flaws.length > 0) return { ok: false, diagnostics: inOrder(flaws) };
  return {
    ok: true,
    organisation: {
      defaults: written.parse(document.value).defaults,
      required: matched.value.required,
    },
  };
}
