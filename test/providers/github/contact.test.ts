import { Octokit } from "@octokit/rest";
import { describe, expect, it } from "vitest";
import { Contact } from "../../../providers/github/contact.ts";
import { SILENT } from "./fake-github.ts";

function world() {
  let now = 0;
  const contact = new Contact(() => now);
  return {
    contact,
    pass: (ms: number) => (now += ms),
    /** Asks, and does not mind what comes of it. */
    ask: async (status: number | "none", asker: "app" | "installation") => {
      const octokit = new Octokit({
        log: SILENT,
        request: {
          fetch: async () => {
            if (status === "none") throw new TypeError("fetch failed");
            return new Response("{}", {
              status,
              headers: { "content-type": "application/json" },
            });
          },
        },
      });
      await contact
        .noted(octokit, asker)
        .request("GET /app")
        .catch(() => undefined);
    },
  };
}

describe("whether GitHub answers", () => {
  it.each([200, 403, 404])("is heard from an answer %i", async (status) => {
    const { contact, pass, ask } = world();
    pass(5_000);
    expect(contact.silentMs).toBe(5_000);
    await ask(status, "installation");
    expect(contact.silentMs).toBe(0);
  });

  it.each([500, 503, "none"] as const)(
    "is not heard from %s",
    async (status) => {
      const { contact, pass, ask } = world();
      pass(5_000);
      await ask(status, "installation");
      expect(contact.silentMs).toBe(5_000);
    },
  );
});

describe("whether GitHub refuses the App", () => {
  it("is told by the last answer to the App itself", async () => {
    const { contact, ask } = world();
    await ask(401, "app");
    expect(contact.isRefused).toBe(true);
    await ask("none", "app");
    expect(contact.isRefused).toBe(true);
    await ask(200, "app");
    expect(contact.isRefused).toBe(false);
  });

  it("is not told by an installation that is gone", async () => {
    const { contact, ask } = world();
    await ask(401, "installation");
    expect(contact.isRefused).toBe(false);
  });
});
