import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** A server that takes every connection and never answers. */
export async function silentServer(): Promise<{
  url: string;
  close: () => void;
}> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket
      .on("error", () => undefined)
      .on("close", () => sockets.delete(socket));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new TypeError("a port was expected");
  return {
    url: `http://127.0.0.1:${String(address.port)}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
