import { describe, expect, it } from "vitest";
import { example } from "./example.ts";
import { repositoryWith } from "./fake-github.ts";

const STORAGE = "https://storage.invalid/zip?sig=1";
const redirect = { status: 302, headers: { location: STORAGE } };

const downloadWith = (response: () => Response | Promise<Response>) => {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const { github, calls } = repositoryWith(
    () => redirect,
    async (url, init) => {
      requests.push({ url: url instanceof URL ? url.href : "", init });
      return response();
    },
  );
  return { github, calls, requests };
};

describe("the artifacts of a run", () => {
  it("are listed with their size", async () => {
    const { github } = repositoryWith(() => ({
      body: { total_count: 1, artifacts: [example("artifact")] },
    }));
    expect(await github.artifacts(99)).toEqual([
      { id: 11, name: "Rails", size: 556, expired: false },
    ]);
  });
});

describe("downloading an artifact", () => {
  it("goes where GitHub says, without the token", async () => {
    const { github, calls, requests } = downloadWith(
      () => new Response(new Uint8Array([1, 2, 3])),
    );
    expect(await github.downloadArtifact(11, 3)).toEqual(
      new Uint8Array([1, 2, 3]),
    );
    expect(calls[0]?.headers.get("authorization")).toBe("token secret");
    expect(requests.map(({ url }) => url)).toEqual([STORAGE]);
    expect(requests[0]?.init?.headers).toBeUndefined();
  });

  it("stops at the limit, whatever length was announced", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1_000;
        controller.enqueue(new Uint8Array(1_000));
      },
    });
    const { github } = downloadWith(() => new Response(endless));
    expect(await github.downloadArtifact(11, 10_000)).toBeUndefined();
    expect(sent).toBeLessThan(20_000);
  });

  it("does not begin where the announced length is over the limit", async () => {
    const { github } = downloadWith(
      () =>
        new Response(new Uint8Array(3), { headers: { "content-length": "3" } }),
    );
    expect(await github.downloadArtifact(11, 2)).toBeUndefined();
  });

  it.each([404, 410])(
    "is undefined where GitHub answers %i",
    async (status) => {
      const { github } = repositoryWith(() => ({
        status,
        body: { message: "Artifact has expired" },
      }));
      expect(await github.downloadArtifact(11, 100)).toBeUndefined();
    },
  );

  it.each([
    [
      "answers 503",
      () => new Response(null, { status: 503 }),
      "the storage answered 503",
    ],
    [
      "can't be reached",
      () => Promise.reject(new TypeError("fetch failed")),
      "the storage could not be read",
    ],
  ])("may be tried again where the storage %s", async (_, response, why) => {
    const { github } = downloadWith(response);
    await expect(github.downloadArtifact(11, 100)).rejects.toMatchObject({
      retryable: true,
      message: `github: could not download artifact 11: ${why}`,
    });
  });
});
