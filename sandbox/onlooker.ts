import type { DispatchRequest } from "./github/handlers/dispatch.ts";
import type { SeenComment, SeenIssue } from "./github/inspection.ts";
import type { Run } from "./github/run.ts";
import type { GitHubWorld } from "./github/world.ts";

const BOT = "chaos-governor[bot]";

/** What somebody who looks on sees of the app in the local GitHub. */
export interface Onlooker {
  /** The one status comment of a request. */
  status(issue: number): Promise<SeenComment | undefined>;
  /** The app's reply to a comment. */
  answer(issue: number, comment: number): Promise<SeenComment | undefined>;
  /** The reactions to a comment, as GitHub calls them. */
  reactions(issue: number, comment: number): Promise<string[]>;
  /** The failure issues of an experiment, oldest first. */
  failures(experiment: string): Promise<SeenIssue[]>;
  /** Everything that the app asked GitHub to dispatch. */
  dispatches(): DispatchRequest[];
  /** The runs that the app started. */
  runs(): Run[];
  /** A run, once it is over. */
  finished(run: number): Run | undefined;
}

export function createOnlooker({
  inspect,
}: Pick<GitHubWorld, "inspect">): Onlooker {
  const written = async (issue: number, mark: string) =>
    (await inspect.comments(issue)).find(
      ({ author, body }) => author === BOT && body.includes(mark),
    );
  return {
    status: (issue) => written(issue, "chaos-governor:status"),
    answer: (issue, comment) => written(issue, `:answer:${comment} `),
    async reactions(issue, comment) {
      const comments = await inspect.comments(issue);
      const found = comments.find(({ id }) => id === comment);
      return found?.reactions.map(({ content }) => content) ?? [];
    },
    failures: async (experiment) =>
      (await inspect.issues()).filter(
        ({ labels, title }) =>
          labels.includes("chaos-failure") && title.includes(experiment),
      ),
    dispatches: () => inspect.dispatches().filter(({ by }) => by === BOT),
    runs: () => inspect.runs().filter(({ actor }) => actor === BOT),
    finished: (run) =>
      inspect
        .runs()
        .find(({ id, status }) => id === run && status === "completed"),
  };
}
