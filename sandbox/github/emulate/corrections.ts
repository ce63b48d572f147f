import { ACTIONS_BOT, cardOf } from "../front/account.ts";
import { headOfFork } from "../front/fork-head.ts";
import type { Interior } from "../front/interior.ts";
import { isJsonObject, type JsonObject } from "../front/json.ts";
import { REACTIONS } from "../front/marks.ts";
import { githubTime } from "../front/times.ts";

/** Where emulate differs from GitHub in how it shows one kind of thing, wherever that thing stands. */
interface Correction {
  /** What emulate does, and GitHub doesn't. */
  why: string;
  fits(value: JsonObject): boolean;
  mend(value: JsonObject, interior: Interior): JsonObject;
}

const CORRECTIONS: Correction[] = [
  {
    why: "bots are of type User, and the brackets in their login are not encoded in links",
    fits: ({ login, avatar_url }) =>
      typeof login === "string" && avatar_url !== undefined,
    mend(value, interior) {
      const card = cardOf(String(value["login"]), interior);
      return value["type"] === "Organization"
        ? { ...card, ...value }
        : { ...value, ...card };
    },
  },
  {
    why: "an installation does not say what it is installed on",
    fits: ({ access_tokens_url }) => access_tokens_url !== undefined,
    mend: (value, { cards }) => ({
      ...value,
      target_id: cards.organisation["id"],
    }),
  },
  {
    why: "a repository has no count of its network and subscribers, and a push through the API for Git's objects is none",
    fits: ({ forks_url }) => forks_url !== undefined,
    mend: (value) => ({
      ...value,
      pushed_at: value["pushed_at"] ?? value["created_at"],
      network_count: 0,
      subscribers_count: 0,
    }),
  },
  {
    why: "the content of a file of more than 1 MB is not left out",
    fits: ({ content, download_url, size }) =>
      content !== undefined &&
      download_url !== undefined &&
      Number(size) > 1024 * 1024,
    mend: (value) => ({ ...value, content: "", encoding: "none" }),
  },
  {
    why: "a pull request stays at the head that it was opened with, knows no forks here, and does not say why it is locked",
    fits: ({ diff_url, head }) => diff_url !== undefined && isJsonObject(head),
    mend(value, interior) {
      const head = isJsonObject(value["head"]) ? value["head"] : {};
      const sha = interior.marks.heads.get(String(head["ref"])) ?? head["sha"];
      return {
        ...value,
        active_lock_reason: value["active_lock_reason"] ?? null,
        head: headOfFork({ ...head, sha }, interior),
      };
    },
  },
  {
    why: "times have milliseconds",
    fits: (value) => Object.keys(value).some((key) => key.endsWith("_at")),
    mend: (value) =>
      Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [
          key,
          key.endsWith("_at") && typeof entry === "string"
            ? githubTime(new Date(entry))
            : entry,
        ]),
      ),
  },
  {
    why: "performed_via_github_app is always null",
    fits: (value) => "performed_via_github_app" in value,
    mend: (value, { cards, options }) => {
      const { user } = value;
      const login = isJsonObject(user) ? user["login"] : undefined;
      const apps = new Map([
        [`${options.app.slug}[bot]`, cards.app],
        [ACTIONS_BOT, cards.actions],
      ]);
      const app = typeof login === "string" ? apps.get(login) : undefined;
      return { ...value, performed_via_github_app: app ?? null };
    },
  },
  {
    why: "a comment counts as updated a moment after it was created; reactions are not counted",
    fits: ({ issue_url, id }) =>
      typeof issue_url === "string" && typeof id === "number",
    mend(value, { marks }) {
      const id = Number(value["id"]);
      const edited = marks.editedAt(id);
      const counts = marks.reactions(id);
      return {
        ...value,
        updated_at: edited ? githubTime(edited) : value["created_at"],
        reactions: {
          url: `${String(value["url"])}/reactions`,
          total_count: counts.length,
          ...Object.fromEntries(
            REACTIONS.map((content) => [
              content,
              counts.filter((reaction) => reaction.content === content).length,
            ]),
          ),
        },
      };
    },
  },
];

/** Shows a value as GitHub would, whatever it holds and however deep. */
export function corrected(value: unknown, interior: Interior): unknown {
  if (Array.isArray(value))
    return value.map((entry) => corrected(entry, interior));
  if (!isJsonObject(value)) return value;
  const inner: JsonObject = Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      corrected(entry, interior),
    ]),
  );
  return CORRECTIONS.reduce(
    (mended, correction) =>
      correction.fits(mended) ? correction.mend(mended, interior) : mended,
    inner,
  );
}
