import * as z from "zod";
import type { Comment } from "../../core/request/observation.ts";
import { ask, create, list } from "./ask.ts";
import { at, type Place } from "./place.ts";
import type { GitHubRepository } from "./repository.ts";
import { anything, login, throughApp, time } from "./shape.ts";

const commentAnswer = z.object({
  id: z.number(),
  user: login,
  body: z.string().nullish(),
  performed_via_github_app: throughApp,
  created_at: time,
  updated_at: time,
  html_url: z.string(),
});

const commentOfIssue = commentAnswer.extend({
  issue_url: z
    .string()
    .regex(/\/\d+$/)
    .transform((url) => Number(url.slice(url.lastIndexOf("/") + 1))),
});

export function comments(
  place: Place,
): Pick<
  GitHubRepository,
  "comments" | "commentsSince" | "createComment" | "updateComment" | "react"
> {
  const { octokit } = place;
  return {
    async comments(issue) {
      const found = await list(octokit, {
        doing: `read the comments of issue ${issue}`,
        route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { ...at(place), issue_number: issue },
        answer: z.array(commentAnswer),
      });
      return found.map((answer) => toComment(answer, place));
    },

    async commentsSince(since) {
      const found = await list(octokit, {
        doing: `read the comments since ${since.toISOString()}`,
        route: "GET /repos/{owner}/{repo}/issues/comments",
        // Newest first: what changes while pages are read pushes others to a later page, and none is missed.
        parameters: {
          ...at(place),
          since: since.toISOString(),
          sort: "updated",
          direction: "desc",
        },
        answer: z.array(commentOfIssue),
      });
      return found.map((answer) => ({
        ...toComment(answer, place),
        issue: answer.issue_url,
      }));
    },

    async createComment(issue, body) {
      const created = await create(octokit, {
        doing: `comment on issue ${issue}`,
        route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        parameters: { ...at(place), issue_number: issue, body },
        answer: commentAnswer,
      });
      return toComment(created, place);
    },

    async updateComment(id, body) {
      await ask(octokit, {
        doing: `change comment ${id}`,
        route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
        parameters: { ...at(place), comment_id: id, body },
        answer: anything,
      });
    },

    async react(commentId, reaction) {
      await ask(octokit, {
        doing: `react to comment ${commentId}`,
        route:
          "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        parameters: { ...at(place), comment_id: commentId, content: reaction },
        answer: anything,
      });
    },
  };
}

function toComment(
  answer: z.infer<typeof commentAnswer>,
  place: Place,
): Comment {
  return {
    id: answer.id,
    author: answer.user,
    ours: answer.performed_via_github_app === place.appId,
    body: answer.body ?? "",
    createdAt: answer.created_at,
    edited: answer.updated_at.getTime() !== answer.created_at.getTime(),
    url: answer.html_url,
  };
}
