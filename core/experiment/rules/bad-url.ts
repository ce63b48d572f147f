import { quote } from "../../text/quote.ts";
import { providersOf } from "../provider-place.ts";
import type { Rule } from "../rule.ts";

export const badUrl: Rule = {
  code: "bad-url",
  severity: "error",
  explanation:
    "Chaos Toolkit asks only that `url` is there. What is no address, or one without `http://` or `https://`, fails when the activity is played: a probe then never holds, an action never acts, and the run goes on. A url that begins with a variable can't be checked before a run.",
  example: {
    wrong: `
method:
  - type: action
    name: slow-the-warehouse
    provider: { type: http, url: shop.example/slow, method: POST, timeout: 5 }`,
    right: `
method:
  - type: action
    name: slow-the-warehouse
    provider: { type: http, url: https://shop.example/slow, method: POST, timeout: 5 }`,
  },
  find: (experiment) =>
    providersOf(experiment).flatMap(({ provider: { type, url }, path }) =>
      type !== "http" || url === undefined || url === "" || isUrl(url)
        ? []
        : {
            message: `${quote(url)} is no address of the web`,
            hint: "a url begins with http:// or https://, and a host follows",
            path: [...path, "url"],
          },
    ),
};

function isUrl(url: string): boolean {
  if (url.startsWith("${")) return true;
  const filledIn = url.replaceAll(/\$\{[^}]*\}/g, "1");
  return /^https?:\/\//i.test(filledIn) && URL.canParse(filledIn);
}
