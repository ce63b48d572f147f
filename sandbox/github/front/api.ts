import type { Exchange } from "../contract/contract.ts";
import { githubDescription } from "../contract/description.ts";
import { denied, permittedInput } from "./access.ts";
import { failureAnswer } from "./failures.ts";
import { loginOf } from "../handlers/dispatch.ts";
import type { Handlers } from "../handlers/handler.ts";
import { type Answer, type ApiRequest, type Call, refusal } from "./http.ts";
import type { Interior } from "./interior.ts";
import { isJsonObject } from "./json.ts";
import { isServed } from "./operations.ts";
import { proxy } from "../emulate/proxy.ts";

/** What the front does with a request: it answers, or it lets the client down on purpose. */
export type Reaction = Answer | "timeout" | "reset";

export function createApi(
  interior: Interior,
  handlers: Handlers,
): (request: ApiRequest) => Promise<Reaction> {
  const { contract, failures, identities } = interior;

  const answerTo = async (call: Call): Promise<Answer> => {
    const refused = await denied(call, interior);
    if (refused) return refused;
    const handler = handlers[call.operation];
    if (handler) return handler(call, interior);
    return proxy(call, interior);
  };

  return async (request) => {
    const { method, path, query, headers } = request;
    const found = githubDescription().find(method, path);
    if (!found || !isServed(found.operation.id)) {
      const problem = found
        ? `the sandbox has no ${found.operation.id}`
        : "GitHub has no such operation";
      contract.noRoute(method, path, problem);
      return refusal(404, "Not Found");
    }
    const { operation, parameters } = found;
    const exchange: Exchange = { method, path, query, operation };
    const sent = jsonBody(request);
    if (!sent.ok) return refusal(400, "Problems parsing JSON");
    contract.request(exchange, sent.body);

    const { authorization } = headers;
    if (authorization === undefined)
      return refusal(401, "Requires authentication");
    const known = identities.of(authorization);
    if (!known) return refusal(401, "Bad credentials");
    const { identity } = known;

    const failure = failures.next(operation.id, loginOf(identity, interior));
    if (failure === "timeout" || failure === "reset") return failure;
    if (failure !== undefined && failure !== "after-effect")
      return failureAnswer(failure);

    const call: Call = {
      ...request,
      operation: operation.id,
      parameters,
      identity,
      upstreamToken: known.upstreamToken,
      input: isJsonObject(sent.body) ? sent.body : {},
    };
    const answer = await answerTo({
      ...call,
      input: permittedInput(call, interior),
    });
    contract.answer(exchange, answer.status, answer.body);
    return failure === "after-effect" ? "reset" : answer;
  };
}

function jsonBody({
  body,
}: ApiRequest): { ok: true; body: unknown } | { ok: false } {
  if (body.length === 0) return { ok: true, body: undefined };
  try {
    return { ok: true, body: JSON.parse(body.toString()) };
  } catch {
    return { ok: false };
  }
}
