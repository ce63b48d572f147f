import * as z from "zod";
import { ProviderError } from "../provider-error.ts";
import { ask, find } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { FileRead, GitHubRepository } from "./repository.ts";

const repository = z.object({ default_branch: z.string().min(1) });

const reference = z.object({ object: z.object({ sha: z.string().min(1) }) });

const base64 = z.object({
  encoding: z.literal("base64"),
  content: z.string(),
});

const file = z.object({
  type: z.literal("file"),
  size: z.number(),
  sha: z.string(),
});

/* A folder is answered as a list, a link or a submodule as another type. */
const content = z.union([
  z.intersection(file, base64),
  // From 1 MB on, the content is left out.
  z.intersection(file, z.object({ encoding: z.literal("none") })),
  z.array(z.unknown()),
  z.object({ type: z.enum(["symlink", "submodule", "dir"]) }),
]);

const blob = base64;

const tree = z.object({
  truncated: z.boolean(),
  tree: z.array(
    z.object({ path: z.string(), mode: z.string(), type: z.string() }),
  ),
});

/** Regular files; links and submodules hold nothing that could be run as it was read. */
const FILE_MODES = ["100644", "100755"];

/** GitHub's contents API refuses larger files, and does not say how large they are. */
const LARGEST_CONTENT = 100 * 1024 * 1024;

export function files(
  place: Place,
): Pick<GitHubRepository, "head" | "branchHead" | "readFile" | "listFiles"> {
  const { octokit } = place;
  const headOf = (branch: string) => ({
    doing: `read the head of branch ${branch}`,
    route: "GET /repos/{owner}/{repo}/git/ref/{ref}",
    parameters: { ...at(place), ref: `heads/${branch}` },
    answer: reference,
  });
  return {
    async head() {
      const { default_branch: branch } = await ask(octokit, {
        doing: "read the repository",
        route: "GET /repos/{owner}/{repo}",
        parameters: at(place),
        answer: repository,
      });
      const { object } = await ask(octokit, headOf(branch));
      return { branch, commit: object.sha };
    },

    async branchHead(branch) {
      const found = await find(octokit, headOf(branch));
      return found?.object.sha;
    },

    async readFile(path, commit, limit) {
      const found = await contentOf(place, path, commit);
      if (found === "too-large") {
        return { state: "too-large", size: LARGEST_CONTENT, limit };
      }
      if (found === undefined || Array.isArray(found) || !("sha" in found)) {
        return { state: "missing" };
      }
      if (found.size > limit) {
        return { state: "too-large", size: found.size, limit };
      }
      const encoded =
        found.encoding === "base64"
          ? found
          : await ask(octokit, {
              doing: `read ${path}`,
              route: "GET /repos/{owner}/{repo}/git/blobs/{file_sha}",
              parameters: { ...at(place), file_sha: found.sha },
              answer: blob,
            });
      const bytes = new Uint8Array(Buffer.from(encoded.content, "base64"));
      if (bytes.length !== found.size) {
        throw new ProviderError(
          "github",
          `could not read ${path}: ${bytes.length} of its ${found.size} bytes came`,
          { retryable: true },
        );
      }
      return asText(bytes);
    },

    async listFiles(commit) {
      const answer = await ask(octokit, {
        doing: `list the files of commit ${commit}`,
        route: "GET /repos/{owner}/{repo}/git/trees/{tree_sha}",
        parameters: { ...at(place), tree_sha: commit, recursive: "1" },
        answer: tree,
      });
      if (answer.truncated) {
        throw new ProviderError(
          "github",
          "the repository has more files than GitHub lists at once (100,000 files or 7 MB of paths)",
          { retryable: false },
        );
      }
      return answer.tree
        .filter(
          ({ type, mode }) => type === "blob" && FILE_MODES.includes(mode),
        )
        .map(({ path }) => path);
    },
  };
}

async function contentOf(
  place: Place,
  path: string,
  commit: string,
): Promise<z.infer<typeof content> | "too-large" | undefined> {
  try {
    return await find(place.octokit, {
      doing: `read ${path}`,
      route: "GET /repos/{owner}/{repo}/contents/{path}",
      parameters: { ...at(place), path, ref: commit },
      answer: content,
    });
  } catch (error) {
    const refusedForSize =
      error instanceof ProviderError &&
      error.status === 403 &&
      error.message.includes("too_large");
    if (refusedForSize) return "too-large";
    throw error;
  }
}

/** Text is UTF-8 without NUL; everything else is binary. A byte order mark stays in the text. */
function asText(bytes: Uint8Array): FileRead {
  if (bytes.includes(0)) return { state: "binary" };
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return { state: "text", text: decoder.decode(bytes), bytes };
  } catch (error) {
    if (error instanceof TypeError) return { state: "binary" };
    throw error;
  }
}
