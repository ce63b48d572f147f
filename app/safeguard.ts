import {
  safeguard,
  safeguardKey,
  safeguardToken,
} from "../core/request/safeguard.ts";
import { bears } from "./bearer.ts";
import { answerJson, answerUnauthorised } from "./json-answer.ts";
import type { RequestHandler } from "./listener.ts";
import type { Store } from "./store/store.ts";

const PATH = /^\/api\/safeguard\/(?<run>\d{1,15})$/;

/**
 * `GET /api/safeguard/:run`: whether the experiment that the run carries out may go on, as Reliably's safeguard asks
 * it: 200 with `{"ok": true}`, or with `{"ok": false, "error": …}`. For whoever has the token of the run's first
 * attempt; an unknown run is answered as a wrong token. Without a secret in the settings there is no such page.
 */
export function safeguardHandler(
  secret: string | undefined,
  store: Pick<Store, "requestOfRunAnywhere" | "recordFor">,
  clock: () => Date,
): RequestHandler {
  return async (request, response) => {
    const found = PATH.exec(request.url?.split("?")[0] ?? "")?.groups;
    if (secret === undefined || request.method !== "GET" || !found)
      return false;
    const run = Number(found["run"]);
    const asked = await store.requestOfRunAnywhere(run);
    const key = safeguardKey(
      secret,
      asked ? `${asked.owner}/${asked.repo}` : "",
    );
    const isRight = bears(request, safeguardToken(key, { run, attempt: 1 }));
    const record = asked && isRight ? await store.recordFor(asked) : undefined;
    if (record)
      answerJson(response, 200, JSON.stringify(safeguard(record, clock())));
    else answerUnauthorised(response);
    return true;
  };
}
