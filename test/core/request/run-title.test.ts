import { describe, expect, it } from "vitest";
import { parseRunTitle } from "../../../core/request/run-title.ts";

describe("the title of a workflow run", () => {
  it("names experiment and environment", () => {
    expect(parseRunTitle("Chaos: database-pod-failure in production")).toEqual({
      experiment: "database-pod-failure",
      environment: "production",
    });
  });

  it("ends with the id of the dispatch that started the run", () => {
    expect(parseRunTitle("Chaos: db.failure_2 in eu-1 (0f8c2d1e-aa)")).toEqual({
      experiment: "db.failure_2",
      environment: "eu-1",
      correlation: "0f8c2d1e-aa",
    });
  });

  it.each([
    "Chaos tests",
    "Chaos:  in staging",
    "Chaos: a in staging in production",
    "Chaos: a b in staging",
    "Chaos: ../a in staging",
    "Chaos: a in staging ()",
    "Chaos: a in staging (x) (y)",
    "Chaos: a in staging\n(x)",
    "A Chaos: a in staging",
  ])("is no title of ours where it is anything else: %j", (title) => {
    expect(parseRunTitle(title)).toBeUndefined();
  });
});
