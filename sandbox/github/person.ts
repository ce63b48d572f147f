import * as z from "zod";
import { commitFiles } from "./emulate/populate.ts";
import type { Upstream } from "./emulate/upstream.ts";
import { personToken } from "./front/identities.ts";
import { askingAs } from "./person-request.ts";

/** What one person does on GitHub. Every function throws where GitHub refuses it. */
export interface Person {
  login: string;
  /** For requests of one's own: `Authorization: Bearer <token>`. */
  token: string;
  /** @param issue.labels those of the issue form, which sets them whatever its user's permission */
  openIssue(issue: {
    title: string;
    body: string;
    labels?: string[];
  }): Promise<{ number: number; url: string }>;
  editIssue(
    number: number,
    change: { title?: string; body?: string; labels?: string[] },
  ): Promise<void>;
  closeIssue(number: number): Promise<void>;
  reopenIssue(number: number): Promise<void>;
  comment(issue: number, body: string): Promise<{ id: number; url: string }>;
  editComment(id: number, body: string): Promise<void>;
  deleteComment(id: number): Promise<void>;
  /**
   * Commits to the default branch, or another.
   *
   * @param files by path; null removes the file
   * @returns the commit's sha
   */
  push(
    files: Record<string, string | Uint8Array | null>,
    message: string,
    branch?: string,
  ): Promise<string>;
  /**
   * Opens a pull request from a new branch into the default branch.
   *
   * @param files by path; null removes the file
   */
  openPullRequest(
    branch: string,
    files: Record<string, string | Uint8Array | null>,
  ): Promise<{ number: number; head: string }>;
  /** As `gh workflow run <file> --field …` does. */
  dispatchWorkflow(
    file: string,
    inputs: Record<string, string>,
  ): Promise<{ runId: number; url: string }>;
  cancelRun(id: number): Promise<void>;
  /** GitHub's "Re-run all jobs". */
  rerun(id: number): Promise<void>;
  /** Begins a deployment of the default branch. @returns its id */
  deploy(environment: string): Promise<number>;
  /** Says how a deployment stands, in GitHub's words: `in_progress`, `success`, … */
  sayOfDeployment(id: number, state: string): Promise<void>;
}

const issueAnswer = z.object({ number: z.number(), html_url: z.string() });
const commentAnswer = z.object({ id: z.number(), html_url: z.string() });
const refAnswer = z.object({ object: z.object({ sha: z.string() }) });
const commitAnswer = z.object({ tree: z.object({ sha: z.string() }) });
const deploymentAnswer = z.object({ id: z.number() });
const dispatchAnswer = z.object({
  workflow_run_id: z.number(),
  html_url: z.string(),
});

/** @param where the API's address, the repository as `owner/name`, and its default branch */
export function createPerson(
  login: string,
  where: { url: string; fullName: string; branch: string },
  upstream: Upstream,
): Person {
  const { url, fullName, branch } = where;
  const place = `/repos/${fullName}`;
  const token = personToken(login);

  const ask = askingAs(login, url);
  const changeIssue = async (number: number, change: object) => {
    await ask("PATCH", `${place}/issues/${number}`, change);
  };
  const push: Person["push"] = async (files, message, to = branch) => {
    const ref = `${place}/git/ref/heads/${to}`;
    const { object } = refAnswer.parse(await ask("GET", ref));
    const parent = await ask("GET", `${place}/git/commits/${object.sha}`);
    const sha = await commitFiles(ask, place, {
      files,
      message,
      parents: [object.sha],
      baseTree: commitAnswer.parse(parent).tree.sha,
    });
    await ask("PATCH", `${place}/git/refs/heads/${to}`, { sha });
    return sha;
  };

  return {
    login,
    token,
    async openIssue(issue) {
      const made =
        issue.labels === undefined
          ? await ask("POST", `${place}/issues`, issue)
          : await upstream.ask("POST", `${place}/issues`, issue, token);
      const { number, html_url } = issueAnswer.parse(made);
      return { number, url: html_url };
    },
    editIssue: changeIssue,
    closeIssue: (number) => changeIssue(number, { state: "closed" }),
    reopenIssue: (number) => changeIssue(number, { state: "open" }),
    async comment(issue, body) {
      const made = await ask("POST", `${place}/issues/${issue}/comments`, {
        body,
      });
      const { id, html_url } = commentAnswer.parse(made);
      return { id, url: html_url };
    },
    async editComment(id, body) {
      await ask("PATCH", `${place}/issues/comments/${id}`, { body });
    },
    async deleteComment(id) {
      await ask("DELETE", `${place}/issues/comments/${id}`);
    },
    push,
    async openPullRequest(name, files) {
      const ref = await ask("GET", `${place}/git/ref/heads/${branch}`);
      await ask("POST", `${place}/git/refs`, {
        ref: `refs/heads/${name}`,
        sha: refAnswer.parse(ref).object.sha,
      });
      const head = await push(files, `Change in ${name}`, name);
      const made = await ask("POST", `${place}/pulls`, {
        title: `Change in ${name}`,
        head: name,
        base: branch,
      });
      return { number: issueAnswer.parse(made).number, head };
    },
    async dispatchWorkflow(file, inputs) {
      const started = await ask(
        "POST",
        `${place}/actions/workflows/${file}/dispatches`,
        { ref: branch, inputs, return_run_details: true },
      );
      const { workflow_run_id, html_url } = dispatchAnswer.parse(started);
      return { runId: workflow_run_id, url: html_url };
    },
    async deploy(environment) {
      const made = await ask("POST", `${place}/deployments`, {
        ref: branch,
        environment,
        auto_merge: false,
        required_contexts: [],
      });
      return deploymentAnswer.parse(made).id;
    },
    async sayOfDeployment(id, state) {
      await ask("POST", `${place}/deployments/${id}/statuses`, { state });
    },
    async rerun(id) {
      await ask("POST", `${place}/actions/runs/${id}/rerun`);
    },
    async cancelRun(id) {
      await ask("POST", `${place}/actions/runs/${id}/cancel`);
    },
  };
}
