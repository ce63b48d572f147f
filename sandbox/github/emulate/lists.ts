import * as z from "zod";
import type { Interior } from "../front/interior.ts";
import { corrected } from "./corrections.ts";

/**
 * All pages of a list of emulate's, shown as GitHub would.
 *
 * @param path of the API, with a query where it needs one
 */
export async function wholeList(
  interior: Interior,
  path: string,
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let number = 1; ; number += 1) {
    const mark = path.includes("?") ? "&" : "?";
    // oxlint-disable-next-line no-await-in-loop -- whether there is a next page shows in this one
    const page = await interior.upstream.ask(
      "GET",
      `${path}${mark}per_page=100&page=${number}`,
    );
    const items = z.array(z.unknown()).parse(page);
    found.push(...items.map((item) => corrected(item, interior)));
    if (items.length < 100) return found;
  }
}
