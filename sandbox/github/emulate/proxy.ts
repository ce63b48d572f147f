import * as z from "zod";
import type { Answer, Call } from "../front/http.ts";
import { loginOf } from "../front/identities.ts";
import type { Interior } from "../front/interior.ts";
import { corrected } from "./corrections.ts";

/** Lets emulate answer, and shows its answer as GitHub would. */
export async function proxy(call: Call, interior: Interior): Promise<Answer> {
  const { method, path, operation, headers, upstreamToken, input } = call;
  await rememberBefore(call, interior);
  const { accept } = headers;
  const answer = await interior.upstream.send({
    method,
    path: `${path}${search(call)}`,
    token: upstreamToken,
    headers: {
      "content-type": "application/json",
      ...(accept !== undefined && { accept }),
    },
    ...(method !== "GET" && { body: JSON.stringify(input) }),
  });
  if (operation === "apps/create-installation-access-token")
    learnToken(call, answer, interior);
  return answer.body instanceof Uint8Array
    ? answer
    : { ...answer, body: corrected(answer.body, interior) };
}

/** emulate compares times as text, and its own have milliseconds. */
function search({ query }: Call): string {
  const sent = new URLSearchParams(query);
  const since = sent.get("since");
  if (since !== null && !Number.isNaN(Date.parse(since)))
    sent.set("since", new Date(since).toISOString());
  return sent.size === 0 ? "" : `?${sent.toString()}`;
}

const comment = z.object({ body: z.string(), created_at: z.string() });
const issue = z.object({ title: z.string(), body: z.string().nullable() });

/**
 * The webhook of an edit says what was there before; emulate does not. It delivers before it answers, so this is noted
 * for every edit that it will not refuse.
 */
async function rememberBefore(
  { operation, path, parameters, input }: Call,
  { upstream, marks }: Interior,
): Promise<void> {
  if (
    operation === "issues/update-comment" &&
    typeof input["body"] === "string"
  ) {
    const found = comment.safeParse(await upstream.find(path));
    if (!found.success) return;
    const { body, created_at } = found.data;
    marks.edit(Number(parameters["comment_id"]), new Date(created_at), body);
  }
  if (operation === "issues/update" && ("title" in input || "body" in input)) {
    const found = issue.safeParse(await upstream.find(path));
    if (!found.success) return;
    marks.before.issues.set(Number(parameters["issue_number"]), found.data);
  }
}

const tokenAnswer = z.object({
  token: z.string(),
  expires_at: z.string(),
  permissions: z.record(z.string(), z.string()),
});

function learnToken(call: Call, answer: Answer, interior: Interior): void {
  const made = tokenAnswer.safeParse(answer.body);
  if (!made.success) return;
  const { token, expires_at, permissions } = made.data;
  interior.identities.addInstallationToken(
    token,
    loginOf(call.identity, interior.options.app.slug),
    permissions,
    new Date(expires_at),
  );
}
