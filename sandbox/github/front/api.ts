import type { Exchange } from "../contract/contract.ts";
import { githubDescription } from "../contract/description.ts";
import { proxy } from "../emulate/proxy.ts";
import type { Handlers } from "../handlers/handler.ts";
import { denied, permittedInput } from "./access.ts";
import { conditional } from "./etag.ts";
import { failureAnswer, type Reaction } from "./failures.ts";
import { type Answer, type ApiRequest, type Call, refusal } from "./http.ts";
import { loginOf } from "./identities.ts";
import type { Interior } from "./interior.ts";
import { isJsonObject } from "./json.ts";
import { tooLong } from "./limits.ts";
import { isServed } from "./operations.ts";
import type { Asked } from "./traffic.ts";

/** @param traffic is told of every request that is answered */
export function createApi(
  interior: Interior,
  handlers: Handlers,
  traffic: Asked[],
): (request: ApiRequest) => Promise<Reaction> {
  const { contract, failures, fullName } = interior;

  const perform = async (call: Call): Promise<Answer> => {
    const refused = (await denied(call, interior)) ?? tooLong(call);
    if (refused) return refused;
    const permitted = { ...call, input: permittedInput(call, interior) };
    const handler = handlers[call.operation];
    return handler ? handler(permitted, interior) : proxy(permitted, interior);
  };

  return async (request) => {
    const recognised = recognise(
      { ...request, path: canonical(request.path, fullName) },
      interior,
    );
    if ("status" in recognised) return recognised;
    const { call, exchange } = recognised;
    const { operation, identity } = call;
    const login = loginOf(identity, interior.options.app.slug);
    const failure = failures.next(operation, login);
    if (failure === "timeout" || failure === "reset") return failure;
    if (failure !== undefined && failure !== "after-effect")
      return failureAnswer(failure);
    const done = async (): Promise<Answer> => {
      const whole = await perform(call);
      contract.answer(exchange, whole.status, whole.body);
      const answer = conditional(call, whole);
      const { path } = call;
      traffic.push({ login, operation, path, status: answer.status });
      return answer;
    };
    const answer =
      (await failures.interceptor?.({ ...call, login }, done)) ??
      (await done());
    return failure === "after-effect" ? "reset" : answer;
  };
}

/** What is asked for and by whom; GitHub's refusal where that is nothing or nobody. */
function recognise(
  request: ApiRequest,
  { contract, identities }: Interior,
): { call: Call; exchange: Exchange } | Answer {
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
  const call: Call = {
    ...request,
    operation: operation.id,
    parameters,
    identity: known.identity,
    upstreamToken: known.upstreamToken,
    input: isJsonObject(sent.body) ? sent.body : {},
  };
  return { call, exchange };
}

/** GitHub takes the repository's name in any case; emulate does not. */
function canonical(path: string, fullName: string): string {
  const place = `/repos/${fullName}`;
  const begins = path.slice(0, place.length).toLowerCase();
  const after = path.charAt(place.length);
  return begins === place.toLowerCase() && (after === "" || after === "/")
    ? `${place}${path.slice(place.length)}`
    : path;
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
