/** What is shorter is a word like any other. */
const SHORTEST = 6;

/**
 * Takes what proves who we are out of a text: some servers and proxies repeat a request's headers in the page of an
 * error, and evidence is public where the repository is.
 *
 * @param headers as they are sent; of `authorization` also the part that is the secret
 */
export function hideCredentials(
  headers: Readonly<Record<string, string>>,
): (text: string) => string {
  const sent = headers["authorization"]?.trim() ?? "";
  const secret = sent.replace(/^(Bearer|Basic|Token token=)\s*/i, "");
  const shown = Buffer.from(secret, "base64").toString("utf8");
  // The pair of a name and a password, as Basic authentication packs it.
  const pair = /^Basic /i.test(sent)
    ? [shown, shown.slice(shown.indexOf(":") + 1)]
    : [];
  const secrets = [secret, ...pair].filter(({ length }) => length >= SHORTEST);
  return (text) =>
    secrets.reduce((left, one) => left.replaceAll(one, "…"), text);
}
