/** A request that was answered. */
export interface Asked {
  /** Login of who asked; the app's is `<slug>[bot]`. */
  login: string;
  /** GitHub's name of the operation, for instance `issues/create-comment`. */
  operation: string;
  path: string;
  status: number;
}

/** Whether GitHub counts it: a 304 is free. */
export function costs({ status }: Asked): boolean {
  return status !== 304;
}
