import type { IncomingMessage } from "node:http";

/**
 * Reads a request's body, but no more of it than so many bytes; `undefined` where it is longer.
 *
 * @throws where the client goes away in the middle of it
 */
export function readBody(
  request: IncomingMessage,
  most: number,
): Promise<Buffer | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<
    Buffer | undefined
  >();
  const chunks: Buffer[] = [];
  let length = 0;
  // What is too long by its own word is not even begun.
  if (Number(request.headers["content-length"] ?? 0) > most) resolve(undefined);
  else
    request
      .on("data", (chunk: Buffer) => {
        length += chunk.length;
        if (length > most) {
          request.pause();
          resolve(undefined);
        } else chunks.push(chunk);
      })
      .on("end", () => {
        resolve(Buffer.concat(chunks));
      })
      .on("error", reject);
  return promise;
}
