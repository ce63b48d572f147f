import { describe, expect, it } from "vitest";
import { example, exampleRepository } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const COMMIT = "acb5820ced9479c074f688cc328bf03f341a511d";
const CONTENT = "content-file-response-if-content-is-a-file";

function contentOf(bytes: Uint8Array): Record<string, unknown> {
  return {
    ...example(CONTENT),
    size: bytes.length,
    content: Buffer.from(bytes).toString("base64"),
  };
}

const tree = (entries: { path: string; mode: string; type: string }[]) => ({
  ...example("git-tree-response-recursively-retrieving-a-tree"),
  tree: entries.map((entry) => ({ ...entry, sha: COMMIT })),
});

function repositoryWithFile(bytes: Uint8Array) {
  return repositoryWith(() => ({ body: contentOf(bytes) }));
}

describe("the head of the default branch", () => {
  it("is the commit that the branch points to", async () => {
    const { github, calls } = repositoryWith(({ operation }) =>
      operation === "git/get-ref"
        ? { body: example("git-ref") }
        : {
            body: exampleRepository("release/2"),
          },
    );
    expect(await github.head()).toEqual({
      branch: "release/2",
      commit: "aa218f56b14c9653891f9e74264a383fa43fefbd",
    });
    expect(calls[1]?.parameters["ref"]).toBe("heads/release/2");
  });
});

describe("reading a file", () => {
  it("answers its text and its bytes as they are at that commit", async () => {
    const text = "\uFEFFtimezone: Europe/Berlin # für alle\r\n";
    const { github, calls } = repositoryWithFile(Buffer.from(text));
    expect(
      await github.readFile(".github/chaos-governor.yml", COMMIT, 1_000),
    ).toEqual({
      state: "text",
      text,
      bytes: new Uint8Array(Buffer.from(text)),
    });
    expect(calls[0]?.query).toEqual({ ref: COMMIT });
    expect(calls[0]?.parameters["path"]).toBe(".github/chaos-governor.yml");
  });

  it("asks for the blob where GitHub leaves the content out, as it does from 1 MB on", async () => {
    const bytes = Buffer.alloc(1_500_000, "x");
    const { github } = repositoryWith(({ operation }) =>
      operation === "git/get-blob"
        ? {
            body: {
              ...example("blob"),
              encoding: "base64",
              size: bytes.length,
              content: bytes.toString("base64"),
            },
          }
        : {
            body: {
              ...contentOf(bytes),
              content: "",
              encoding: "none",
            },
          },
    );
    const read = await github.readFile("big.json", COMMIT, 2_000_000);
    expect(read.state === "text" && read.bytes.length).toBe(1_500_000);
  });

  it("does not ask for the blob of a file that is over the limit", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: {
        ...contentOf(Buffer.alloc(0)),
        size: 5_000_000,
        encoding: "none",
      },
    }));
    expect(await github.readFile("big.json", COMMIT, 1_000_000)).toEqual({
      state: "too-large",
      size: 5_000_000,
      limit: 1_000_000,
    });
    expect(calls).toHaveLength(1);
  });

  it("calls a file too large that GitHub itself refuses for its size", async () => {
    const { github } = repositoryWith(() => ({
      status: 403,
      body: {
        message: "This API returns blobs up to 1 MB in size.",
        errors: [{ resource: "Blob", field: "data", code: "too_large" }],
      },
    }));
    expect((await github.readFile("huge.json", COMMIT, 1_000)).state).toBe(
      "too-large",
    );
  });

  it.each([
    ["a NUL byte", [0x7b, 0x00, 0x7d]],
    ["what is no UTF-8", [0xff, 0xfe, 0x7b]],
  ])("calls %s binary", async (_, bytes) => {
    const { github } = repositoryWithFile(new Uint8Array(bytes));
    expect(await github.readFile("x.json", COMMIT, 1_000)).toEqual({
      state: "binary",
    });
  });

  it.each([
    ["nothing at that path", { status: 404, body: { message: "Not Found" } }],
    [
      "a folder",
      { body: [example("content-file-response-if-content-is-a-file")] },
    ],
    [
      "a link that leads nowhere",
      { body: example("content-file-response-if-content-is-a-symlink") },
    ],
    [
      "a submodule",
      { body: example("content-file-response-if-content-is-a-submodule") },
    ],
  ])("answers missing where there is %s", async (_, answer) => {
    const { github } = repositoryWith(() => answer);
    expect(await github.readFile("x.json", COMMIT, 1_000)).toEqual({
      state: "missing",
    });
  });

  it("refuses half a file", async () => {
    const { github } = repositoryWith(() => ({
      body: { ...contentOf(Buffer.from("{}")), size: 3 },
    }));
    await expect(github.readFile("x.json", COMMIT, 1_000)).rejects.toThrow(
      "github: could not read x.json: 2 of its 3 bytes came",
    );
  });
});

describe("listing files", () => {
  it("answers regular files only: no folders, links or submodules", async () => {
    const { github, calls } = repositoryWith(() => ({
      body: tree([
        { path: "experiments", mode: "040000", type: "tree" },
        { path: "experiments/a.json", mode: "100644", type: "blob" },
        { path: "run.sh", mode: "100755", type: "blob" },
        { path: "experiments/b.json", mode: "120000", type: "blob" },
        { path: "vendor", mode: "160000", type: "commit" },
      ]),
    }));
    expect(await github.listFiles(COMMIT)).toEqual([
      "experiments/a.json",
      "run.sh",
    ]);
    expect(calls[0]?.query).toEqual({ recursive: "1" });
  });

  it("does not take a part of the list for the whole", async () => {
    const { github } = repositoryWith(() => ({
      body: { ...tree([]), truncated: true },
    }));
    await expect(github.listFiles(COMMIT)).rejects.toMatchObject({
      retryable: false,
      message: expect.stringContaining("more files than GitHub lists at once"),
    });
  });
});
