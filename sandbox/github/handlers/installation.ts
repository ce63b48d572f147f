import { json } from "../front/http.ts";
import type { Handlers } from "./handler.ts";

/** What an App asks about itself. */
export const installation: Handlers = {
  /** emulate does not say whose the App is. */
  "apps/get-authenticated": (_, { cards }) =>
    json(200, { ...cards.app, installations_count: 1 }),

  "apps/list-repos-accessible-to-installation": (_, { cards }) =>
    json(200, {
      total_count: 1,
      repository_selection: "all",
      repositories: [cards.repository],
    }),
};
