import { once } from "node:events";
import type { Server } from "node:http";

/** Listens on a free port of this machine. @returns `host:port` */
export async function listenAnywhere(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const place = server.address();
  return typeof place === "object" && place
    ? `127.0.0.1:${place.port}`
    : String(place);
}
