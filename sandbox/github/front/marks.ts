/** GitHub's reactions, by the names that its API has for them. */
export const REACTIONS = [
  "+1",
  "-1",
  "laugh",
  "hooray",
  "confused",
  "heart",
  "rocket",
  "eyes",
] as const;
export type ReactionContent = (typeof REACTIONS)[number];

export interface Reaction {
  id: number;
  login: string;
  content: ReactionContent;
  createdAt: Date;
}

/** What emulate does not remember of comments, issues and branches. */
export interface Marks {
  /** The commits that branches were moved to, for the pull requests that they are the heads of. */
  heads: Map<string, string>;
  /** Who has a fork; it is taken out where the fork is deleted. */
  forks: Set<string>;
  reactions(commentId: number): readonly Reaction[];
  /** @returns whether it is new: one person reacts once in one way */
  react(
    commentId: number,
    login: string,
    content: ReactionContent,
  ): { reaction: Reaction; isNew: boolean };
  /** When a comment was last edited; undefined: never. */
  editedAt(commentId: number): Date | undefined;
  /** Notes an edit, and what was there before it. */
  edit(commentId: number, createdAt: Date, before: string): void;
  /** What an issue or comment said before its last edit, for the `changes` of the webhook. */
  before: { comments: Map<number, string>; issues: Map<number, Before> };
}

interface Before {
  title: string;
  body: string | null;
}

export function createMarks(): Marks {
  const reactions = new Map<number, Reaction[]>();
  const edits = new Map<number, Date>();
  const before: Marks["before"] = { comments: new Map(), issues: new Map() };
  let made = 0;
  return {
    heads: new Map(),
    forks: new Set(),
    before,
    reactions: (commentId) => reactions.get(commentId) ?? [],
    react(commentId, login, content) {
      const known = reactions.get(commentId) ?? [];
      const standing = known.find(
        (reaction) => reaction.login === login && reaction.content === content,
      );
      if (standing) return { reaction: standing, isNew: false };
      made += 1;
      const reaction = { id: made, login, content, createdAt: new Date() };
      reactions.set(commentId, [...known, reaction]);
      return { reaction, isNew: true };
    },
    editedAt: (commentId) => edits.get(commentId),
    edit(commentId, createdAt, text) {
      // Times have seconds only: within the first one an edit would not show.
      const earliest = createdAt.getTime() + 1_000;
      edits.set(commentId, new Date(Math.max(Date.now(), earliest)));
      before.comments.set(commentId, text);
    },
  };
}
