/* Loaded into the app's process before the app: says on stderr where each of its requests leads. */
import { subscribe } from "node:diagnostics_channel";
import * as z from "zod";

const message = z.object({ request: z.object({ origin: z.coerce.string() }) });

subscribe("undici:request:create", (told) => {
  const { request } = message.parse(told);
  process.stderr.write(`outbound ${new URL(request.origin).host}\n`);
});
