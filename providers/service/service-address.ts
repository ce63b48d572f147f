/** Where a service is asked, and what proves that we may. */
export interface ServiceAddress {
  /** Without credentials, and without a slash at the end. */
  base: string;
  headers: Record<string, string>;
}

/**
 * Takes an address apart. Fetch refuses one with a password in it, and would name it in its error.
 *
 * @param url a path included where there is one; a user and password in it become Basic authentication
 * @param token a bearer token; wins over a user in the address
 */
export function serviceAddress(url: string, token?: string): ServiceAddress {
  const { origin, pathname, username, password } = new URL(url);
  const base = origin + pathname.replace(/\/+$/, "");
  if (token !== undefined) {
    return { base, headers: { authorization: `Bearer ${token}` } };
  }
  if (username === "") return { base, headers: {} };
  const pair = [username, password].map(decoded).join(":");
  const basic = Buffer.from(pair).toString("base64");
  return { base, headers: { authorization: `Basic ${basic}` } };
}

/** A percent sign that encodes nothing is one of a password that nobody encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
