import * as z from "zod";
import type { Upstream } from "./upstream.ts";

const entries = z.array(z.object({ path: z.string(), type: z.string() }));
const file = z.object({ type: z.literal("file"), content: z.string() });
const commitSchema = z.object({
  sha: z.string(),
  commit: z.object({
    message: z.string(),
    author: z.object({ name: z.string(), email: z.string(), date: z.string() }),
    tree: z.object({ sha: z.string() }),
  }),
  parents: z.array(z.object({ sha: z.string() })),
  files: z.array(
    z.object({
      filename: z.string(),
      status: z.string(),
      patch: z.string().optional(),
    }),
  ),
});
export type Commit = z.infer<typeof commitSchema>;

/** What the repository holds, read straight from emulate; undefined where it is not there. */
export interface RepositoryFiles {
  read(path: string, ref: string): Promise<Buffer | undefined>;
  /** Paths of the files in a folder. */
  list(folder: string, ref: string): Promise<string[]>;
  /** @param ref a branch, a tag or a sha */
  commit(ref: string): Promise<Commit | undefined>;
  isTag(name: string): Promise<boolean>;
}

export function repositoryFiles(
  upstream: Upstream,
  place: string,
): RepositoryFiles {
  const content = async (path: string, ref: string) =>
    upstream.find(
      `${place}/contents/${encodePath(path)}?ref=${encodeURIComponent(ref)}`,
    );
  return {
    async read(path, ref) {
      const found = file.safeParse(await content(path, ref));
      return found.data && Buffer.from(found.data.content, "base64");
    },
    async list(folder, ref) {
      const found = entries.safeParse(await content(folder, ref)).data ?? [];
      return found
        .filter(({ type }) => type === "file")
        .map(({ path }) => path);
    },
    async commit(ref) {
      const found = await upstream.find(`${place}/commits/${encodePath(ref)}`);
      return found === undefined ? undefined : commitSchema.parse(found);
    },
    isTag: async (name) =>
      (await upstream.find(`${place}/git/ref/tags/${encodePath(name)}`)) !==
      undefined,
  };
}

/** A path of the repository as a part of an address. */
export function encodePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
