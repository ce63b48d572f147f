import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { bytesOf } from "../service/response-bytes.ts";
import { list, send } from "./ask.ts";
import { nonsense } from "./failure.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository } from "./repository.ts";

const artifactsAnswer = z
  .object({
    artifacts: z.array(
      z.object({
        id: z.number(),
        name: z.string(),
        size_in_bytes: z.number(),
        expired: z.boolean(),
      }),
    ),
  })
  .transform(({ artifacts: found }) => found);

/** How long a whole download may take. */
const DOWNLOAD_TIME = 60_000;

export function artifacts(
  place: Place & { fetch: typeof fetch },
): Pick<GitHubRepository, "artifacts" | "downloadArtifact"> {
  const { octokit } = place;
  return {
    async artifacts(runId) {
      const found = await list(octokit, {
        doing: `list the artifacts of run ${runId}`,
        route: "GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
        parameters: { ...at(place), run_id: runId },
        answer: artifactsAnswer,
      });
      return found.map(({ size_in_bytes: size, ...artifact }) => ({
        ...artifact,
        size,
      }));
    },

    async downloadArtifact(id, limit) {
      const doing = `download artifact ${id}`;
      const location = await locate(place, id, doing);
      return location && download(place.fetch, location, limit, doing);
    },
  };
}

/** Where the zip can be fetched for the next minute; undefined where it is expired or gone. */
async function locate(
  place: Place,
  id: number,
  doing: string,
): Promise<URL | undefined> {
  try {
    const { status, headers } = await send(place.octokit, {
      doing,
      route:
        "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
      parameters: {
        ...at(place),
        artifact_id: id,
        archive_format: "zip",
        request: { redirect: "manual", parseSuccessResponseBody: false },
      },
    });
    const location = headers["location"];
    if (
      status !== 302 ||
      typeof location !== "string" ||
      !URL.canParse(location)
    ) {
      throw nonsense(doing, new Error(`${status} without a location`));
    }
    return new URL(location);
  } catch (error) {
    if (
      error instanceof ProviderError &&
      (error.status === 404 || error.status === 410)
    ) {
      return undefined;
    }
    throw error;
  }
}

/** The storage is not GitHub's API: the address alone is the permission, and the App's token is not sent there. */
async function download(
  fetch: typeof globalThis.fetch,
  location: URL,
  limit: number,
  doing: string,
): Promise<Uint8Array | undefined> {
  const failed = (why: string, cause?: unknown) =>
    new ProviderError("github", `could not ${doing}: ${why}`, {
      retryable: true,
      cause,
    });
  try {
    const response = await fetch(location, {
      signal: AbortSignal.timeout(DOWNLOAD_TIME),
    });
    if (response.ok) return await bytesOf(response, limit);
    await response.body?.cancel();
    throw failed(`the storage answered ${response.status}`);
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw failed("the storage could not be read", error);
  }
}
