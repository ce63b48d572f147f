import * as z from "zod";

const tree = z.object({
  tree: z.array(
    z.object({ path: z.string(), type: z.string(), sha: z.string() }),
  ),
});
const blob = z.object({ content: z.string(), encoding: z.literal("base64") });

/**
 * Every file of a repository at a commit, read through GitHub's API as a job's token may.
 *
 * @param repository the API's address of it: `https://…/repos/owner/name`
 */
export async function filesAt(
  repository: string,
  commit: string,
  token: string,
): Promise<Map<string, Uint8Array>> {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${repository}/${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok)
      throw new Error(`checkout: ${path} answered ${response.status}`);
    return response.json();
  };
  const listing = tree.parse(await get(`git/trees/${commit}?recursive=1`));
  const files = listing.tree.filter(({ type }) => type === "blob");
  return new Map(
    await Promise.all(
      files.map(async ({ path, sha }) => {
        const { content } = blob.parse(await get(`git/blobs/${sha}`));
        return [path, new Uint8Array(Buffer.from(content, "base64"))] as const;
      }),
    ),
  );
}
