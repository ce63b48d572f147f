import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Whether a request bears that token. Hashes are of one length, so the comparison takes the same time whatever was sent. */
export function bears(
  { headers }: Pick<IncomingMessage, "headers">,
  token: string,
): boolean {
  const sent = /^Bearer +(?<token>\S+)$/i.exec(headers.authorization ?? "");
  return timingSafeEqual(hash(sent?.groups?.["token"] ?? ""), hash(token));
}

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
