import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";

/** An HTTP server that listens on this machine only. */
export interface Listener {
  port: number;
  url: string;
  close(): Promise<void>;
}

/** @param port 0 for any that is free */
export async function listen(
  handler: RequestListener,
  port: number,
): Promise<Listener> {
  const server = createServer(handler);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("a server on a port has no port");
  return {
    port: address.port,
    url: `http://127.0.0.1:${address.port}`,
    close: () => close(server),
  };
}

/** Ends the server and every connection to it, so that nobody waits for an answer any more. */
async function close(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}
