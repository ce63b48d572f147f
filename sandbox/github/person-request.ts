import { personToken } from "./front/identities.ts";

/**
 * The API as one of the people asks it; the answer is JSON. Where GitHub refuses, the promise is rejected with what it
 * said.
 *
 * @param url the API's address
 */
export function askingAs(
  login: string,
  url: string,
): (method: string, path: string, body?: object) => Promise<unknown> {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${personToken(login)}`,
        accept: "application/vnd.github+json",
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.ok) return text === "" ? undefined : JSON.parse(text);
    throw new Error(
      `GitHub answered ${response.status} to ${method} ${path} by ${login}: ${text}`,
    );
  };
}
