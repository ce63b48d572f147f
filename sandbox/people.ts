/** Who lives in the sandbox; the policy of this repository gives the first five their roles. */
export const PEOPLE = [
  { login: "ahmed", name: "Ahmed", permission: "write" },
  { login: "sarah", name: "Sarah", permission: "write" },
  { login: "mike", name: "Mike", permission: "write" },
  { login: "john", name: "John", permission: "write" },
  { login: "lisa", name: "Lisa", permission: "write" },
  { login: "nina", name: "Nina, who holds no role", permission: "write" },
] as const;

export const ORGANISATION = "odavl";
export const REPOSITORY = "studio-hub";

/** Nobody's role in the policy of this repository; a policy may name it as `odavl/backend`. */
export const TEAMS = [{ slug: "backend", members: ["lisa", "ahmed"] }] as const;
