import type { ReactionContent } from "../front/marks.ts";
import type { Inspection, SeenComment, SeenIssue } from "../inspection.ts";
import { type Html, markup } from "./html.ts";
import { moment } from "./layout.ts";
import { renderMarkdown } from "./markdown.ts";

const EMOJI: Record<ReactionContent, string> = {
  "+1": "👍",
  "-1": "👎",
  laugh: "😄",
  hooray: "🎉",
  confused: "😕",
  heart: "❤️",
  rocket: "🚀",
  eyes: "👀",
};

export async function issuesPage(
  inspect: Inspection,
  place: string,
): Promise<Html> {
  const issues = (await inspect.issues()).toReversed();
  return markup`<h1>Issues</h1>
    <ul class="list">
      ${issues.map(
        (issue) =>
          markup`<li>
            <a href="${place}/issues/${issue.number}">${issue.title}</a>
            ${badges(issue)}<br />
            <span class="soft">#${issue.number} opened by ${issue.author}
              ${moment(issue.createdAt)}</span>
          </li>`,
      )}
    </ul>
    ${issues.length === 0 ? markup`<p class="soft">There are none.</p>` : ""}`;
}

/** Undefined where there is no such issue. */
export async function issuePage(
  inspect: Inspection,
  number: number,
): Promise<{ title: string; content: Html } | undefined> {
  const issue = await inspect.issue(number);
  if (!issue) return undefined;
  const comments = await inspect.comments(number);
  const content = markup`<h1>
      ${issue.title} <span class="soft">#${number}</span>
    </h1>
    <p>${badges(issue)}</p>
    <article>
      <header>${issue.author} ${moment(issue.createdAt)}</header>
      <div>${renderMarkdown(issue.body)}</div>
    </article>
    ${comments.map(commentBox)}`;
  return { title: issue.title, content };
}

function commentBox(comment: SeenComment): Html {
  const { id, author, throughApp, createdAt, edited, body } = comment;
  return markup`<article id="issuecomment-${id}">
    <header>
      <strong>${author}</strong>${
        throughApp ? markup` <span class="badge">app</span>` : ""
      }
      <a class="soft" href="#issuecomment-${id}">${moment(createdAt)}</a>
      ${edited ? markup`<span class="soft">· edited</span>` : ""}
    </header>
    <div>${renderMarkdown(body)}</div>
    ${
      comment.reactions.length === 0
        ? ""
        : markup`<div class="soft">
            ${comment.reactions.map(
              ({ content, login }) =>
                markup`<span class="badge" title="${login}">${EMOJI[content]} ${login}</span> `,
            )}
          </div>`
    }
  </article>`;
}

function badges({ open, reason, labels, assignees }: SeenIssue): Html[] {
  const state = open ? "open" : `closed as ${reason ?? "completed"}`;
  return [
    markup`<span class="badge">${state.replace("_", " ")}</span> `,
    ...labels.map((label) => markup`<span class="badge">${label}</span> `),
    ...assignees.map((login) => markup`<span class="badge">@${login}</span> `),
  ];
}
