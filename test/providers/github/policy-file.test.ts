import { describe, expect, it } from "vitest";
import { readPolicyFile } from "../../../providers/github/policy-file.ts";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const COMMIT = "acb5820ced9479c074f688cc328bf03f341a511d";
const POLICY = "version: 1\nroles: {}\nenvironments: {}\n";

function fileOf(bytes: Uint8Array, size = bytes.length) {
  return {
    body: {
      ...example("content-file-response-if-content-is-a-file"),
      size,
      content: Buffer.from(bytes).toString("base64"),
    },
  };
}

const NOT_FOUND = { status: 404, body: { message: "Not Found" } };

/** @param organisation what the organisation's file holds; null where it was removed; absent where there is none */
function policyOf(
  bytes: Uint8Array,
  {
    size,
    organisation,
    organisationRequired = false,
    name = "studio",
  }: {
    size?: number;
    organisation?: string | null;
    organisationRequired?: boolean;
    name?: string;
  } = {},
) {
  const { github, calls } = repositoryWith(({ operation, parameters }) => {
    if (parameters["repo"] !== ".github") return fileOf(bytes, size);
    if (organisation === undefined) return NOT_FOUND;
    if (operation === "repos/list-commits")
      return { body: [{ ...example("commit"), files: undefined }] };
    return organisation === null
      ? NOT_FOUND
      : fileOf(Buffer.from(organisation));
  });
  return {
    read: readPolicyFile({ ...github, name, organisationRequired }, COMMIT),
    calls,
  };
}

describe("the policy's file", () => {
  it("is the policy, with the commit at which it was read", async () => {
    expect(await policyOf(Buffer.from(POLICY)).read).toMatchObject({
      state: "valid",
      commit: COMMIT,
      policy: { version: 1 },
    });
  });

  it.each<[string, Uint8Array, number | undefined, string]>([
    ["is binary", new Uint8Array([0, 1]), undefined, "binary"],
    ["is too large", new Uint8Array(), 1_000_000, "too-large"],
  ])("is invalid where it %s", async (_, bytes, size, code) => {
    expect(
      await policyOf(bytes, size === undefined ? {} : { size }).read,
    ).toMatchObject({
      state: "invalid",
      diagnostics: [{ code, severity: "error", line: 1, column: 1 }],
    });
  });

  it("inherits what the owner's repository .github says, at the commit that changed it last", async () => {
    const { read, calls } = policyOf(Buffer.from(POLICY), {
      organisation: "version: 1\nrequired: { timezone: Europe/Berlin }\n",
    });
    const sha = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    expect(await read).toMatchObject({
      state: "valid",
      commit: COMMIT,
      organisation: sha,
      policy: { timezone: "Europe/Berlin" },
    });
    expect(
      calls.filter(({ parameters }) => parameters["repo"] === ".github"),
    ).toMatchObject([
      { query: { path: ".github/chaos-governor.yml", per_page: "1" } },
      { query: { ref: sha } },
    ]);
  });

  it("inherits nothing from a file that was removed", async () => {
    const { read } = policyOf(Buffer.from(POLICY), { organisation: null });
    expect(await read).toEqual(
      expect.not.objectContaining({ organisation: expect.anything() }),
    );
    expect(await read).toMatchObject({ state: "valid" });
  });

  it.each([
    ["was removed", null] as const,
    ["can't be seen", undefined] as const,
  ])(
    "can't be used where the organisation's is known to be there, and %s",
    async (_, organisation) => {
      const { read } = policyOf(Buffer.from(POLICY), {
        organisationRequired: true,
        ...(organisation === null && { organisation }),
      });
      expect(await read).toMatchObject({
        state: "invalid",
        commit: COMMIT,
        diagnostics: [
          {
            code: "no-organisation",
            message: expect.stringContaining("octo/.github"),
          },
        ],
      });
    },
  );

  it("is its own where the repository is the one that holds the organisation's", async () => {
    const { read } = policyOf(Buffer.from(POLICY), {
      organisationRequired: true,
      name: ".github",
    });
    expect((await read).state).toBe("valid");
  });

  it("can't be used where the organisation's can't, and says where that is wrong", async () => {
    const { read } = policyOf(Buffer.from(POLICY), {
      organisation: "version: 1\nrequire: {}\n",
    });
    expect(await read).toMatchObject({
      state: "invalid",
      inOrganisation: true,
      diagnostics: [{ code: "unknown-key", line: 2, column: 1 }],
    });
  });
});
