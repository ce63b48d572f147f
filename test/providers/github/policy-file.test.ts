import { describe, expect, it } from "vitest";
import { readPolicyFile } from "../../../providers/github/policy-file.ts";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const COMMIT = "acb5820ced9479c074f688cc328bf03f341a511d";

function policyOf(bytes: Uint8Array, size = bytes.length) {
  const { github } = repositoryWith(() => ({
    body: {
      ...example("content-file-response-if-content-is-a-file"),
      size,
      content: Buffer.from(bytes).toString("base64"),
    },
  }));
  return readPolicyFile(github, COMMIT);
}

describe("the policy's file", () => {
  it("is the policy, with the commit at which it was read", async () => {
    const text = "version: 1\nroles: {}\nenvironments: {}\n";
    expect(await policyOf(Buffer.from(text))).toMatchObject({
      state: "valid",
      commit: COMMIT,
      policy: { version: 1 },
    });
  });

  it.each<[string, Uint8Array, number | undefined, string]>([
    ["is binary", new Uint8Array([0, 1]), undefined, "binary"],
    ["is too large", new Uint8Array(), 1_000_000, "too-large"],
  ])("is invalid where it %s", async (_, bytes, size, code) => {
    expect(await policyOf(bytes, size)).toMatchObject({
      state: "invalid",
      diagnostics: [{ code, severity: "error", line: 1, column: 1 }],
    });
  });
});
