import { quote } from "../../text/quote.ts";
import { suggestionHint } from "../../text/suggest.ts";
import { providersOf } from "../provider-place.ts";
import type { Rule } from "../rule.ts";

const METHODS = [
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "TRACE",
];

export const badHttpMethod: Rule = {
  code: "bad-http-method",
  severity: "error",
  explanation:
    "Chaos Toolkit sends whatever `method` says, and accepts a word that HTTP does not know. Most servers answer such a request with 400 or 501, which a probe takes for a failure of the system and an action for a success.",
  example: {
    wrong: `
method:
  - type: action
    name: slow-the-warehouse
    provider: { type: http, url: https://shop.example/slow, method: PSOT, timeout: 5 }`,
    right: `
method:
  - type: action
    name: slow-the-warehouse
    provider: { type: http, url: https://shop.example/slow, method: POST, timeout: 5 }`,
  },
  find: (experiment) =>
    providersOf(experiment).flatMap(({ provider, path }) => {
      const { type, method } = provider;
      if (type !== "http" || method === undefined || method.startsWith("${"))
        return [];
      if (METHODS.includes(method.toUpperCase())) return [];
      return {
        message: `${quote(method)} is no method of HTTP`,
        hint: suggestionHint(method, METHODS, "methods"),
        path: [...path, "method"],
      };
    }),
};
