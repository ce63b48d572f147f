import * as z from "zod";
import { GATE_NAMES } from "../../core/gate/verdict.ts";
import { SEVERITIES } from "../../core/incident/severity.ts";
import { RUN_VERDICTS } from "../../core/journal/verdict.ts";
import { instant } from "../instant.ts";

/* What may stand in a facts file. */

const person = z.string().min(1).max(100).describe("A GitHub login");

const digest = z
  .string()
  .min(1)
  .max(200)
  // As `sha256sum` writes it.
  .transform((text) => (/^[0-9a-f]{64}$/.test(text) ? `sha256:${text}` : text))
  .describe("The experiment's digest: sha256: and 64 hexadecimal digits");

const request = z
  .strictObject({ requester: person, openedAt: instant, digest })
  .describe("Who asked, when, and for which version of the experiment");

const approval = z.strictObject({
  person,
  role: z
    .string()
    .min(1)
    .max(100)
    .describe("The one role that it is given for")
    .exactOptional(),
  at: instant,
  digest,
});

const override = z.strictObject({
  person,
  gates: z.array(z.enum(GATE_NAMES)).min(1),
  reason: z.string().min(1).max(500),
  at: instant,
  digest,
});

const stagingRun = z.strictObject({
  digest,
  environment: z.string().min(1).max(255),
  workflow: z
    .string()
    .min(1)
    .max(255)
    .describe(
      "The file in .github/workflows that ran it; the policy's where absent",
    )
    .exactOptional(),
  verdict: z.enum(RUN_VERDICTS),
  endedAt: instant,
});

const incident = z
  .strictObject({
    severity: z.enum([...SEVERITIES, "unrated"]),
    startedAt: instant,
    resolvedAt: instant.exactOptional(),
  })
  .refine(
    ({ startedAt, resolvedAt }) => !resolvedAt || resolvedAt >= startedAt,
    { message: "it was resolved before it started", path: ["resolvedAt"] },
  );

/** Prometheus answers NaN where nothing was measured, and JSON writes null for it. */
const measured = z
  .union([z.number(), z.nan(), z.null()])
  .transform((value) => value ?? Number.NaN);

const errorBudget = z.strictObject({
  slo: z
    .string()
    .min(1)
    .max(200)
    .describe("The objective's name in the policy"),
  remaining: measured
    .refine(
      (share) => !(share > 1),
      "no more than all of a budget is left: 1 is untouched, 0.2 is 20%",
    )
    .describe("The share that is left: 1 is untouched, below 0 is overspent"),
  burnRate: measured
    .describe("How many times as fast as evenly it is spent")
    .exactOptional(),
  age: z
    .number()
    .min(0)
    .describe("Seconds since the samples that it follows from")
    .exactOptional(),
});

const measurement = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .describe("The criterion's name in the policy"),
  value: measured.describe("What its query comes to"),
});

const chaosRun = z.strictObject({
  experiment: z.string().min(1).max(200).describe("The experiment's name"),
  environment: z.string().min(1).max(255),
  startedAt: instant,
  endedAt: instant.describe("Absent while it is under way").exactOptional(),
  namespaces: z
    .array(z.string().min(1).max(63))
    .describe("Where it does something; absent where that is not known")
    .exactOptional(),
});

const freeze = z
  .strictObject({
    from: instant,
    to: instant,
    reason: z.string().min(1).max(200),
  })
  .refine(({ from, to }) => from < to, {
    message: "it ends before it begins",
    path: ["to"],
  });

const calendar = z.strictObject({
  calendar: z
    .string()
    .min(1)
    .max(300)
    .describe("Its file or its name, as the policy has it"),
  times: z.array(freeze).max(5_000).describe("Its events"),
  until: instant.describe("The moment up to which it was read"),
});

const halt = z.strictObject({
  issue: z.int().positive(),
  by: person,
  reason: z.string().min(1).max(500),
  since: instant,
});

/** Everybody who is only named is on call at any time. */
const shift = z.union([
  person.transform((login) => ({ person: login })),
  shiftOf({ person }),
  shiftOf({
    left: person.describe("Who may not read the repository any more"),
  }),
  shiftOf({
    stranger: z
      .string()
      .min(1)
      .max(200)
      .describe("Somebody of whom the policy does not say who they are"),
  }),
]);

/** As it was looked up, which may be no further than to some moment. */
const rota = z.union([
  z.array(shift).transform((shifts) => ({ shifts })),
  z
    .strictObject({
      shifts: z.array(shift),
      until: instant.describe("The moment up to which it was looked up"),
    })
    .transform(({ shifts, until: knownUntil }) => ({ shifts, knownUntil })),
]);

const holder = z.strictObject({
  role: z.string().min(1).max(100),
  person: z
    .string()
    .min(1)
    .max(300)
    .describe(
      "A GitHub login, or the name of a team or a rota of whom nobody could be told",
    ),
  rank: z.enum(["primary", "secondary"]),
  during: z
    .strictObject({ from: instant.exactOptional(), until: instant })
    .describe("A time that is over, in which they were on call")
    .exactOptional(),
  vacant: z
    .literal(true)
    .describe("Nobody is on call by that rota")
    .exactOptional(),
  handsOverAt: instant.describe("When the rota changes next").exactOptional(),
});

const deployment = z.strictObject({
  environment: z.string().min(1).max(255).describe("GitHub's name of it"),
  ref: z.string().min(1).max(255).describe("What is deployed"),
  by: person.exactOptional(),
  startedAt: instant,
});

export const factsSchema = z
  .strictObject({
    halts: z
      .array(halt)
      .describe("Open issues with the label chaos-halt")
      .exactOptional(),
    request: request.exactOptional(),
    holders: z
      .array(holder)
      .describe("Who holds which role; where absent, whom the policy names")
      .exactOptional(),
    approvals: z.array(approval).exactOptional(),
    overrides: z.array(override).exactOptional(),
    stagingRuns: z.array(stagingRun).exactOptional(),
    incidents: z.array(incident).exactOptional(),
    errorBudgets: z.array(errorBudget).exactOptional(),
    onCall: z
      .record(z.string(), rota)
      .describe("Who is on call in each role, and from when until when")
      .exactOptional(),
    steadyState: z.array(measurement).exactOptional(),
    chaosRuns: z
      .array(chaosRun)
      .describe("Runs that are under way anywhere, and those that ended lately")
      .exactOptional(),
    deployments: z
      .array(deployment)
      .describe("Those that are under way")
      .exactOptional(),
    calendars: z
      .array(calendar)
      .describe("The calendars that freezes come from")
      .exactOptional(),
  })
  .describe("What is known of the world; what is left out is not known");

function shiftOf<Who extends z.ZodRawShape>(who: Who) {
  return z.strictObject({
    ...who,
    from: instant.exactOptional(),
    until: instant.exactOptional(),
  });
}

export type Facts = z.output<typeof factsSchema>;

/** A run as the file tells of it. */
export type GivenRun = z.output<typeof chaosRun>;
