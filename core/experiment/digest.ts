import { createHash } from "node:crypto";

/** What an approval is bound to: `sha256:` and the hexadecimal digest of the file's bytes as they stand. */
export function experimentDigest(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}
