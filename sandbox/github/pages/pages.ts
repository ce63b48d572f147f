import type { Storage } from "../actions/storage.ts";
import { type Answer, type ApiRequest, decodePart } from "../front/http.ts";
import type { Interior } from "../front/interior.ts";
import type { Inspection } from "../inspection.ts";
import { commitPage, filePage } from "./files.ts";
import { type Html, markup } from "./html.ts";
import { issuePage, issuesPage } from "./issues.ts";
import { layout } from "./layout.ts";
import { runPage, runsPage } from "./runs.ts";

interface Page {
  title: string;
  content: Html;
}

/**
 * Answers what people open in a browser; undefined where it is something else.
 */
export function createPages(
  { fullName, files, runs }: Interior,
  inspect: Inspection,
  storage: Storage,
): (request: ApiRequest) => Promise<Answer | undefined> {
  const place = `/${fullName}`;
  const routes: [RegExp, (...parts: string[]) => Promise<Page | undefined>][] =
    [
      [
        /^\/issues$/,
        async () => ({
          title: "Issues",
          content: await issuesPage(inspect, place),
        }),
      ],
      [
        /^\/issues\/(\d+)$/,
        async (number) => issuePage(inspect, Number(number)),
      ],
      [
        /^\/actions$/,
        async () => ({
          title: "Actions",
          content: runsPage(runs.all, place),
        }),
      ],
      [
        /^\/actions\/runs\/(\d+)$/,
        async (id) => {
          const run = runs.find(Number(id));
          return run && { title: run.title, content: runPage(run, place) };
        },
      ],
      [
        /^\/blob\/([^/]+)\/(.+)$/,
        async (ref = "", path = "") => {
          const content = await files.read(path, ref);
          return (
            content && { title: path, content: filePage(path, ref, content) }
          );
        },
      ],
      [
        /^\/commit\/([0-9a-f]+)$/,
        async (sha = "") => {
          const commit = await files.commit(sha);
          return commit && { title: sha, content: commitPage(commit, place) };
        },
      ],
    ];
  return async ({ method, path, headers }) => {
    if (method !== "GET") return undefined;
    if (path === "/favicon.ico") return { status: 204, headers: {} };
    if (path === "/" || path === place) return redirect(`${place}/issues`);
    const isBrowser = headers["accept"]?.includes("text/html") ?? false;
    if (!path.startsWith(`${place}/`) && !isBrowser) return undefined;
    const inside = path.startsWith(place) ? path.slice(place.length) : path;
    const artifact = /^\/actions\/runs\/\d+\/artifacts\/(\d+)$/.exec(inside);
    const found = artifact && runs.artifact(Number(artifact[1]));
    if (found) return redirect(storage.address(found.artifact));
    for (const [pattern, show] of routes) {
      const match = pattern.exec(inside);
      if (!match) continue;
      // oxlint-disable-next-line no-await-in-loop -- only the one that matches is shown
      const page = await show(...match.slice(1).map(decodePart));
      if (page) return layout(page.title, fullName, page.content);
    }
    const missing = layout(
      "Not found",
      fullName,
      markup`<h1>There is no such page</h1>
        <p>
          The local GitHub shows issues, workflow runs, files and commits.
        </p>`,
    );
    return { ...missing, status: 404 };
  };
}

function redirect(location: string): Answer {
  return { status: 302, headers: { location } };
}
