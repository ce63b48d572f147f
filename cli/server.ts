import { plain } from "../core/render/plain.ts";
import type { CliIo } from "./io.ts";

/** How long the app may take to answer. */
const PATIENCE_MS = 60_000;

export type TextRead =
  { ok: true; text: string } | { ok: false; problem: string };

/**
 * Asks the app for one of the operator's pages.
 *
 * @param given the app's address, where it is not in the environment
 */
export async function askServer(
  path: string,
  given: string | undefined,
  { env, fetch }: Pick<CliIo, "env" | "fetch">,
): Promise<TextRead> {
  const server = given ?? env["CHAOS_GOVERNOR_SERVER"] ?? "";
  const token = env["CHAOS_GOVERNOR_TOKEN"] ?? "";
  if (!/^https?:\/\//.test(server) || !URL.canParse(server))
    return no(
      "say where the app is: --server https://chaos.example.com, or CHAOS_GOVERNOR_SERVER",
    );
  if (token === "")
    return no("set CHAOS_GOVERNOR_TOKEN to the app's OPERATOR_TOKEN");
  try {
    const response = await fetch(new URL(path, server), {
      headers: { authorization: `Bearer ${token}` },
      redirect: "error",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return { ok: true, text: await response.text() };
    return no(describeRefusal(response.status, server));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const why = error.cause instanceof Error ? error.cause : error;
    return no(`${server} can't be asked: ${plain(why.message, 200)}`);
  }
}

function describeRefusal(status: number, server: string): string {
  if (status === 401)
    return `${server} does not know the token: CHAOS_GOVERNOR_TOKEN has to be its OPERATOR_TOKEN`;
  if (status === 404)
    return `${server} shows nothing: OPERATOR_TOKEN has to be set there`;
  return `${server} answered with status ${String(status)}`;
}

function no(problem: string): TextRead {
  return { ok: false, problem };
}
