import { createHmac, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import * as z from "zod";

export const SECRET = "a secret for as long as it is measured";

const examplesSchema = z.array(
  z.object({ name: z.string(), examples: z.array(z.looseObject({})) }),
);
const MARK = 8_787_878_787;

/**
 * Makes signed webhooks about a comment in an issue, each a whole HTTP request: a real payload with another issue's number.
 *
 * @returns a request of the issue of that number
 */
export function webhookMaker(
  from = { installation: 7, owner: "acme" },
): (issue: number) => Buffer {
  const { before, after } = template(from);
  return (issue) => {
    const body = Buffer.from(`${before}${String(issue)}${after}`);
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    const head =
      "POST /api/github/webhooks HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n" +
      `content-length: ${String(body.length)}\r\nx-github-event: issue_comment\r\n` +
      `x-github-delivery: ${randomUUID()}\r\nx-hub-signature-256: sha256=${signature}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), body]);
  };
}

function template({
  installation,
  owner,
}: {
  installation: number;
  owner: string;
}): { before: string; after: string } {
  const main = import.meta.resolve("@octokit/webhooks-examples");
  const file = new URL("../api.github.com/index.json", main);
  const all = examplesSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const example = all.find(({ name }) => name === "issue_comment");
  const payload = {
    ...example?.examples[0],
    action: "created",
    installation: { id: installation },
    repository: { name: "shop", owner: { login: owner } },
    issue: {
      ...z.looseObject({}).parse(example?.examples[0]?.["issue"]),
      number: MARK,
      labels: [{ name: "chaos-request" }],
    },
  };
  const [before, after] = JSON.stringify(payload).split(String(MARK));
  if (before === undefined || after === undefined)
    throw new Error("The example of issue_comment has no issue.");
  return { before, after };
}
