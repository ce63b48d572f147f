import { setTimeout as delay } from "node:timers/promises";
import { openConnection, type Connection } from "./connection.ts";

const CONNECTIONS = 128;

/** Sends one after the other on each connection, for so long. @returns how many were answered in a second */
export async function sendAsFastAsPossible(
  url: string,
  next: () => Buffer,
  ms: number,
): Promise<number> {
  const connections = await openAll(url);
  const begun = performance.now();
  let answered = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() - begun < ms) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        if (!(await connection.send(next()))) throw new Error("No answer.");
        answered += 1;
      }
      connection.close();
    }),
  );
  return (answered * 1_000) / (performance.now() - begun);
}

/**
 * Sends so many a second, whatever becomes of them, for so long.
 *
 * @returns milliseconds from when each was to be sent to its answer
 */
export async function sendSteadily(
  url: string,
  next: () => Buffer,
  { perSecond, ms }: { perSecond: number; ms: number },
): Promise<number[]> {
  // Opened as they are needed: one that sends nothing at first is closed by the server.
  const all: Connection[] = [];
  const idle: Connection[] = [];
  const took: number[] = [];
  const underWay = new Set<Promise<void>>();
  const begun = performance.now();
  const total = Math.floor((perSecond * ms) / 1_000);
  const sendOne = async (due: number) => {
    const request = next();
    const free = idle.splice(0).filter((one) => one.isOpen());
    let connection = free.pop() ?? (await openAnother(url, all));
    idle.push(...free);
    while (!(await connection.send(request)))
      connection = await openAnother(url, all);
    idle.push(connection);
    took.push(performance.now() - due);
  };
  for (let sent = 0; sent < total;) {
    const due = begun + (sent * 1_000) / perSecond;
    if (performance.now() < due) {
      // oxlint-disable-next-line no-await-in-loop -- until the next one is due
      await delay(1);
      continue;
    }
    const one = sendOne(due).finally(() => underWay.delete(one));
    underWay.add(one);
    sent += 1;
  }
  await Promise.all(underWay);
  for (const connection of all) connection.close();
  return took;
}

function openAll(url: string): Promise<Connection[]> {
  return Promise.all(
    Array.from({ length: CONNECTIONS }, () => openConnection(url)),
  );
}

async function openAnother(
  url: string,
  all: Connection[],
): Promise<Connection> {
  const connection = await openConnection(url);
  all.push(connection);
  return connection;
}
