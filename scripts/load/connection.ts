import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** How an answer ends: the text of an acknowledgement, or the last chunk of one that is sent in chunks. */
const ENDS = ["ok\n", "\r\n0\r\n\r\n"];

/** One connection that is kept; a client made for little more than counting, so that it is not itself what is measured. */
export interface Connection {
  /**
   * Sends a whole request and waits for its answer.
   *
   * @returns whether one came; none does where the server closed the connection at the same moment, because it was idle
   * @throws where it is not 200
   */
  send(request: Buffer): Promise<boolean>;
  /** Whether the server has not closed it, as it does with one that is idle. */
  isOpen(): boolean;
  close(): void;
}

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  // What it means is found by `isOpen`, or by who waits for an answer.
  socket.on("error", () => undefined);
  return {
    send: (request) => exchange(socket, request),
    isOpen: () => socket.readyState === "open",
    close: () => socket.destroy(),
  };
}

function exchange(socket: Socket, request: Buffer): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const onData = (chunk: Buffer) => {
      answer += chunk.toString("latin1");
      if (ENDS.some((end) => answer.endsWith(end))) settle();
    };
    const onClose = () => {
      settle();
    };
    const settle = () => {
      socket.off("data", onData).off("close", onClose);
      if (answer === "") resolve(false);
      else if (answer.startsWith("HTTP/1.1 200 ")) resolve(true);
      else reject(new Error(`Answered: ${answer.slice(0, 200)}`));
    };
    socket.on("data", onData).on("close", onClose);
    socket.write(request);
  });
}
