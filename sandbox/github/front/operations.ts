import { type Permission, PERMISSIONS } from "../options.ts";
import type { Identity } from "./identities.ts";

/** What an operation asks of who wants it. */
interface Need {
  /** Of an App and of a job's token, by GitHub's name of the permission. */
  app: [permission: string, level: "read" | "write"];
  /** Of a person. */
  person: Permission;
}

const need = (
  permission: string,
  level: "read" | "write",
  person: Permission = "read",
): Need => ({ app: [permission, level], person });

/**
 * Every operation that there is here, by GitHub's name, and what it needs.
 * Source: GitHub's "Permissions required for GitHub Apps" and "Repository roles for an organization".
 */
const OPERATIONS: Record<string, Need | "jwt" | "anyone"> = {
  "apps/get-authenticated": "jwt",
  "apps/list-installations": "jwt",
  "apps/get-installation": "jwt",
  "apps/get-repo-installation": "jwt",
  "apps/get-org-installation": "jwt",
  "apps/create-installation-access-token": "jwt",
  "apps/list-webhook-deliveries": "jwt",
  "apps/redeliver-webhook-delivery": "jwt",
  "rate-limit/get": "anyone",
  "users/get-authenticated": "anyone",
  "users/get-by-username": "anyone",

  "apps/list-repos-accessible-to-installation": need("metadata", "read"),
  "repos/get": need("metadata", "read"),
  "repos/get-collaborator-permission-level": need("metadata", "read", "write"),
  "teams/list-members-in-org": need("members", "read"),

  "repos/get-content": need("contents", "read"),
  "repos/get-commit": need("contents", "read"),
  "repos/list-commits": need("contents", "read"),
  "git/get-ref": need("contents", "read"),
  "git/get-tree": need("contents", "read"),
  "git/get-blob": need("contents", "read"),
  "git/get-commit": need("contents", "read"),
  "git/create-blob": need("contents", "write", "write"),
  "git/create-tree": need("contents", "write", "write"),
  "git/create-commit": need("contents", "write", "write"),
  "git/create-ref": need("contents", "write", "write"),
  "git/list-matching-refs": need("contents", "read"),
  "git/delete-ref": need("contents", "write", "write"),
  "repos/compare-commits-with-basehead": need("contents", "read"),
  "git/update-ref": need("contents", "write", "write"),

  "issues/list-for-repo": need("issues", "read"),
  "issues/get": need("issues", "read"),
  "issues/create": need("issues", "write"),
  // Who wrote an issue or a comment may change it too: see access.ts.
  "issues/update": need("issues", "write", "triage"),
  "issues/list-comments": need("issues", "read"),
  "issues/list-comments-for-repo": need("issues", "read"),
  "issues/get-comment": need("issues", "read"),
  "issues/create-comment": need("issues", "write"),
  "issues/update-comment": need("issues", "write", "write"),
  "issues/delete-comment": need("issues", "write", "write"),
  "issues/add-labels": need("issues", "write", "triage"),
  "issues/remove-label": need("issues", "write", "triage"),
  "reactions/create-for-issue-comment": need("issues", "write"),
  "reactions/list-for-issue-comment": need("issues", "read"),

  "pulls/list": need("pull_requests", "read"),
  "pulls/get": need("pull_requests", "read"),
  "pulls/list-files": need("pull_requests", "read"),
  "pulls/create": need("pull_requests", "write"),
  "checks/list-for-ref": need("checks", "read"),
  // Apps alone write checks.
  "checks/create": need("checks", "write", "none"),
  "checks/update": need("checks", "write", "none"),

  "repos/list-deployments": need("deployments", "read"),
  "repos/list-deployment-statuses": need("deployments", "read"),
  "repos/create-deployment": need("deployments", "write", "write"),
  "repos/create-deployment-status": need("deployments", "write", "write"),

  "actions/list-repo-workflows": need("actions", "read"),
  "actions/get-workflow": need("actions", "read"),
  "actions/create-workflow-dispatch": need("actions", "write", "write"),
  "actions/list-workflow-runs": need("actions", "read"),
  "actions/list-workflow-runs-for-repo": need("actions", "read"),
  "actions/get-workflow-run": need("actions", "read"),
  "actions/cancel-workflow-run": need("actions", "write", "write"),
  "actions/re-run-workflow": need("actions", "write", "write"),
  "actions/get-pending-deployments-for-run": need("actions", "read"),
  "repos/get-all-deployment-protection-rules": need("actions", "read"),
  "actions/get-reviews-for-run": need("actions", "read"),
  "actions/review-custom-gates-for-run": need("deployments", "write", "write"),
  "actions/list-workflow-run-artifacts": need("actions", "read"),
  "actions/get-artifact": need("actions", "read"),
  "actions/download-artifact": need("actions", "read"),
};

export function isServed(operation: string): boolean {
  return Object.hasOwn(OPERATIONS, operation);
}

/** Whether everybody may do this to a public repository: look at it and at its files. */
export function isRead(operation: string): boolean {
  const needed = OPERATIONS[operation];
  if (needed === undefined || typeof needed === "string") return false;
  const [permission, level] = needed.app;
  return level === "read" && /^(metadata|contents)$/.test(permission);
}

/** Whether somebody may do this to anything in the repository, not only to what is their own. */
export function mayDo(
  operation: string,
  identity: Identity,
  permissionOf: (login: string) => Permission,
): boolean {
  const needed = OPERATIONS[operation];
  if (needed === undefined) return false;
  if (needed === "anyone") return true;
  if (identity.kind === "app") return needed === "jwt";
  if (needed === "jwt") return false;
  if (identity.kind === "person")
    return reaches(permissionOf(identity.login), needed.person);
  const [permission, level] = needed.app;
  const granted = identity.permissions[permission];
  return (
    granted === "write" ||
    (level === "read" && (granted === "read" || permission === "metadata"))
  );
}

export function reaches(has: Permission, needs: Permission): boolean {
  return PERMISSIONS.indexOf(has) >= PERMISSIONS.indexOf(needs);
}
