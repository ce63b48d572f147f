import { describe, expect, it } from "vitest";
import { FAULT_KINDS } from "../../../core/incident/fault-kind.ts";
import { renderRunbook } from "../../../core/render/runbook.ts";

const place = { namespace: "odavl-staging", host: "staging.odavl.studio" };

describe("the commands of the incident response procedures", () => {
  it("name the environment's own namespace and host, whatever the fault", () => {
    const text = renderRunbook({ faults: [...FAULT_KINDS], ...place });
    expect(text).toContain(
      "kubectl delete networkpolicy -n odavl-staging -l chaos=true",
    );
    expect(text).toContain("kubectl top pods -n odavl-staging");
    expect(text).toContain(
      "curl https://staging.odavl.studio/api/trpc/health.getCircuitBreakers",
    );
    expect(text).not.toMatch(/undefined|\$NAMESPACE|\$HOST/);
  });

  it("are those for the kind of fault alone, besides the clean-up", () => {
    const text = renderRunbook({ faults: ["database-failure"], ...place });
    expect(text.match(/^####.*$/gm)).toEqual([
      "#### Clean-up by hand, where a rollback failed",
      "#### Containment: database failure",
    ]);
  });

  it("leave to the shell what nobody says", () => {
    expect(renderRunbook({ faults: ["circuit-breaker-open"] })).toMatch(
      /-n \$NAMESPACE[^]*https:\/\/\$HOST\//,
    );
  });
});
