import * as z from "zod";
import { type Answer, type Call, refusal } from "./http.ts";
import type { Interior } from "./interior.ts";
import { isRead, mayDo, reaches } from "./operations.ts";
import { ORGANISATION_REPOSITORY } from "../options.ts";

const authored = z.object({ user: z.object({ login: z.string() }) });

/** What only the author may do besides those who may do it to anybody's. */
const OWN = new Set([
  "issues/update",
  "issues/update-comment",
  "issues/delete-comment",
]);

/** What GitHub answers where somebody may not do this; undefined where they may. */
export async function denied(
  call: Call,
  interior: Interior,
): Promise<Answer | undefined> {
  const { upstream, permissions, fullName, options, contract } = interior;
  const { method, operation, identity, parameters, path, upstreamToken } = call;
  if (identity.kind === "app") {
    const app = { method: "GET", path: "/app", token: upstreamToken };
    if ((await upstream.send(app)).status !== 200)
      return refusal(401, "A JSON web token could not be decoded");
  }
  const permissionOf = (login: string) => permissions.get(login) ?? "none";
  const { owner, repo } = parameters;
  if (owner !== undefined && `${owner}/${repo}` !== fullName) {
    // Whose App is not installed on a fork has no business there, whatever it wants.
    if (identity.kind === "installation" && owner !== options.organisation)
      contract.noRoute(method, path, "the App is not installed there");
    const isPublic =
      options.organisationFiles !== undefined &&
      owner === options.organisation &&
      repo === ORGANISATION_REPOSITORY;
    if (isPublic && isRead(operation)) return undefined;
    return refusal(isPublic ? 403 : 404, isPublic ? "Forbidden" : "Not Found");
  }
  if (mayDo(operation, identity, permissionOf)) return undefined;
  if (identity.kind !== "person") {
    return refusal(403, "Resource not accessible by integration");
  }
  // To whom a private repository is closed, it is not there.
  if (!reaches(permissionOf(identity.login), "read"))
    return refusal(404, "Not Found");
  if (OWN.has(operation)) {
    const found = authored.safeParse(await upstream.find(path));
    if (found.data?.user.login === identity.login) return undefined;
  }
  return refusal(403, "Must have admin rights to Repository.");
}

/**
 * What is left of a request: GitHub drops labels and assignees in silence where a person may not set them.
 */
export function permittedInput(
  { operation, identity, input }: Call,
  { permissions }: Interior,
): Call["input"] {
  const sets = operation === "issues/create" || operation === "issues/update";
  if (!sets || identity.kind !== "person") return input;
  const permission = permissions.get(identity.login) ?? "none";
  if (reaches(permission, "triage")) return input;
  const { labels: _, assignees: __, milestone: ___, ...rest } = input;
  return rest;
}
