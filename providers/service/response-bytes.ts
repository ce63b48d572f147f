/**
 * The body of an HTTP answer, read no further than its limit.
 *
 * @param limit bytes
 * @returns undefined where the body is larger; the rest is not downloaded
 * @throws what fetch throws where the connection breaks or a signal ends it
 */
export async function bytesOf(
  response: Response,
  limit: number,
): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get("content-length")) > limit) {
    await response.body?.cancel();
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
