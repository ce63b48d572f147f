import * as z from "zod";
import { ask, create, find, list } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository, Issue } from "./repository.ts";
import { anything, login, throughApp, time } from "./shape.ts";

const issueAnswer = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  user: login,
  performed_via_github_app: throughApp,
  state: z.enum(["open", "closed"]),
  labels: z.array(
    z
      .union([z.string(), z.object({ name: z.string().nullish() })])
      .transform((label) =>
        typeof label === "string" ? label : (label.name ?? ""),
      ),
  ),
  created_at: time,
  closed_at: time.nullish(),
  closed_by: z.object({ login: z.string() }).nullish(),
  html_url: z.string(),
  /** Pull requests come in the same lists. */
  pull_request: z.unknown().optional(),
});

const eventAnswer = z.object({ id: z.number(), event: z.string() });

export function issues(
  place: Place,
): Pick<
  GitHubRepository,
  | "issue"
  | "issues"
  | "createIssue"
  | "updateIssue"
  | "reopenIssue"
  | "closeIssue"
  | "hasDeletedComments"
> {
  const { octokit } = place;
  const change = async (
    number: number,
    doing: string,
    fields: Record<string, unknown>,
  ) => {
    await ask(octokit, {
      doing: `${doing} issue ${number}`,
      route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
      parameters: { ...at(place), issue_number: number, ...fields },
      answer: anything,
    });
  };
  return {
    async issue(number) {
      const found = await find(octokit, {
        doing: `read issue ${number}`,
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}",
        parameters: { ...at(place), issue_number: number },
        answer: issueAnswer,
      });
      // An issue that moved to another repository is answered from there, under its new number.
      if (!found || found.pull_request || found.number !== number) {
        return undefined;
      }
      return toIssue(found, place);
    },

    async issues({ labels, state, since }) {
      const found = await list(octokit, {
        doing: `list the issues labelled ${labels.join(", ")}`,
        route: "GET /repos/{owner}/{repo}/issues",
        parameters: {
          ...at(place),
          labels: labels.join(","),
          state,
          ...(since && { since: since.toISOString() }),
        },
        answer: z.array(issueAnswer),
      });
      return found
        .filter((answer) => !answer.pull_request)
        .map((answer) => toIssue(answer, place));
    },

    async hasDeletedComments(number) {
      const events = await list(octokit, {
        doing: `read what happened to issue ${number}`,
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}/events",
        parameters: { ...at(place), issue_number: number },
        answer: z.array(eventAnswer),
      });
      return events.some(({ event }) => event === "comment_deleted");
    },

    async createIssue(issue) {
      const created = await create(octokit, {
        doing: `open the issue "${issue.title}"`,
        route: "POST /repos/{owner}/{repo}/issues",
        parameters: { ...at(place), ...issue },
        answer: issueAnswer,
      });
      return toIssue(created, place);
    },

    async updateIssue(number, fields) {
      await change(number, "change", fields);
    },

    async reopenIssue(number) {
      await change(number, "reopen", { state: "open" });
    },

    async closeIssue(number, reason) {
      await change(number, "close", { state: "closed", state_reason: reason });
    },
  };
}

function toIssue(answer: z.infer<typeof issueAnswer>, place: Place): Issue {
  return {
    number: answer.number,
    title: answer.title,
    body: answer.body ?? "",
    author: answer.user,
    ours: answer.performed_via_github_app === place.appId,
    open: answer.state === "open",
    labels: answer.labels,
    createdAt: answer.created_at,
    ...(answer.closed_at && { closedAt: answer.closed_at }),
    ...(answer.state === "closed" &&
      answer.closed_by && { closedBy: answer.closed_by.login }),
    url: answer.html_url,
  };
}
