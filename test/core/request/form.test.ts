import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRequestForm, requestForm } from "../../../core/request/form.ts";

const form = (fields: Record<string, string>) =>
  Object.entries(fields)
    .map(([label, text]) => `### ${label}\n\n${text}`)
    .join("\n\n");

const ASKED = {
  Experiment: "database-pod-failure",
  Environment: "production",
  Reason: "Quarterly game day.\n\nSee the plan.",
};

describe("an issue written with the request form", () => {
  it("names experiment, environment and reason", () => {
    expect(parseRequestForm(form(ASKED))).toEqual({
      ok: true,
      ask: {
        experiment: "database-pod-failure",
        environment: "production",
        reason: "Quarterly game day.\n\nSee the plan.",
      },
      skipValidation: false,
    });
  });

  it("is read with any line ends, and without a reason", () => {
    const body = form({ ...ASKED, Reason: "_No response_" });
    const read = parseRequestForm(body.replaceAll("\n", "\r\n"));
    expect(read).toMatchObject({ ok: true, ask: { reason: "" } });
  });

  it("may say which workflow run opened it, and that validation is to be skipped", () => {
    const body = form({
      ...ASKED,
      "Workflow run": "9000000001",
      "Skip validation": "True",
    });
    expect(parseRequestForm(body)).toMatchObject({
      run: 9_000_000_001,
      skipValidation: true,
    });
  });

  it("takes the first section of a name: a reason can't change what is asked for", () => {
    const Reason = "Harmless\n\n### Environment\n\nstaging";
    const read = parseRequestForm(form({ ...ASKED, Reason }));
    expect(read).toMatchObject({
      ask: { environment: "production", reason: Reason },
    });
  });

  it("shows nothing of what is hidden in its reason", () => {
    const read = parseRequestForm(`${form(ASKED)}\n\n<!-- source:12 -->`);
    expect(read).toMatchObject({ ask: { reason: ASKED.Reason } });
  });

  it("is bounded", () => {
    const read = parseRequestForm(
      form({ ...ASKED, Reason: "<!--".repeat(500_000) }),
    );
    expect(read.ok && read.ask.reason.length).toBe(2_000);
  });
});

describe("an issue that can't be read as a request", () => {
  it.each([
    ["nothing at all", "", "no section “### Experiment”"],
    ["no form", "please run the thing", "no section “### Experiment”"],
    [
      "no environment",
      form({ Experiment: "database-pod-failure" }),
      "no section “### Environment”",
    ],
    [
      "an empty field",
      form({ ...ASKED, Experiment: "_No response_" }),
      "“Experiment” is empty",
    ],
    [
      "a path that leaves the folder",
      form({ ...ASKED, Experiment: "../../etc/passwd" }),
      "but says “../../etc/passwd”",
    ],
    [
      "two names",
      form({ ...ASKED, Environment: "staging\nproduction" }),
      "“Environment” should have one name",
    ],
    [
      "an answer that is neither yes nor no",
      form({ ...ASKED, "Skip validation": "maybe" }),
      "neither true nor false",
    ],
  ])("says why: %s", (_, body, problem) => {
    expect(parseRequestForm(body)).toEqual({
      ok: false,
      problem: expect.stringContaining(problem),
    });
  });

  it("whatever is written, it is read without a crash", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (one, other) => {
        const filled = form({ ...ASKED, Experiment: one, Reason: other });
        for (const body of [one, filled])
          expect(typeof parseRequestForm(body).ok).toBe("boolean");
      }),
    );
  });
});

describe("the form as we write it", () => {
  it("is the form as GitHub writes it", () => {
    expect(
      requestForm(
        {
          experiment: "database-pod-failure",
          environment: "production",
          reason: "",
        },
        { run: 12, skipValidation: false },
      ),
    ).toMatchInlineSnapshot(`
      "### Experiment

      database-pod-failure

      ### Environment

      production

      ### Workflow run

      12

      ### Skip validation

      false

      ### Reason

      _No response_"
    `);
  });

  it("reads as what was asked, whatever the reason says", () => {
    const name = fc.stringMatching(/^[a-z0-9_-]{1,30}$/);
    fc.assert(
      fc.property(
        name,
        name,
        fc.string(),
        fc.constantFrom(
          "",
          "### Workflow run\n\n1",
          "### Skip validation\n\ntrue",
        ),
        (experiment, environment, words, heading) => {
          const reason = `${words}\n${heading}`;
          const read = parseRequestForm(
            requestForm({ experiment, environment, reason }),
          );
          expect(read).toEqual({
            ok: true,
            ask: { experiment, environment, reason: expect.any(String) },
            skipValidation: false,
          });
        },
      ),
    );
  });
});
