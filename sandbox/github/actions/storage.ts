import { createHmac, randomBytes } from "node:crypto";
import { type Answer, refusal } from "../front/http.ts";
import type { Artifact } from "../run.ts";
import type { RunStore } from "./runs.ts";

const MINUTE = 60_000;
const PATH = /^\/_storage\/artifacts\/(?<id>\d+)\.zip$/;

/** Where the zips of artifacts are kept: for a minute, an address alone is the permission to read one. */
export interface Storage {
  address(artifact: Artifact): string;
  /** Undefined where the path is none of its own. */
  read(path: string, query: URLSearchParams): Answer | undefined;
}

export function createStorage(
  url: string,
  artifact: RunStore["artifact"],
): Storage {
  const key = randomBytes(32);
  const sign = (id: string, until: string) =>
    createHmac("sha256", key).update(`${id} ${until}`).digest("hex");
  return {
    address({ id }) {
      const until = String(Date.now() + MINUTE);
      const query = new URLSearchParams({ until, sig: sign(`${id}`, until) });
      return `${url}/_storage/artifacts/${id}.zip?${query.toString()}`;
    },
    read(path, query) {
      const id = PATH.exec(path)?.groups?.["id"];
      if (id === undefined) return undefined;
      const until = query.get("until") ?? "";
      const found = artifact(Number(id));
      const valid =
        query.get("sig") === sign(id, until) && Date.now() <= Number(until);
      if (!valid || !found) return refusal(403, "AuthenticationFailed");
      return {
        status: 200,
        headers: { "content-type": "application/zip" },
        body: Buffer.from(found.artifact.zip),
      };
    },
  };
}
