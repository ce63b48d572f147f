/** One thing that somebody said about how a deployment stands. */
interface LocalStatus {
  id: number;
  state: string;
  by: string;
  at: Date;
  /** The page of the job that deploys; absent where no workflow run does. */
  page?: string;
}

export interface LocalDeployment {
  id: number;
  environment: string;
  ref: string;
  sha: string;
  by: string;
  createdAt: Date;
  /** Oldest first. */
  statuses: LocalStatus[];
}

/** The repository's deployments, of which emulate knows nothing. */
export interface Deployments {
  /** Oldest first. */
  readonly all: readonly LocalDeployment[];
  create(
    deployment: Pick<LocalDeployment, "environment" | "ref" | "sha" | "by">,
  ): LocalDeployment;
  find(id: number): LocalDeployment | undefined;
  say(
    deployment: LocalDeployment,
    said: Pick<LocalStatus, "state" | "by" | "page">,
  ): LocalStatus;
}

export function createDeployments(): Deployments {
  const all: LocalDeployment[] = [];
  let statuses = 0;
  return {
    all,
    create(asked) {
      const deployment: LocalDeployment = {
        ...asked,
        id: all.length + 1,
        createdAt: new Date(),
        statuses: [],
      };
      all.push(deployment);
      return deployment;
    },
    find: (id) => all.find((one) => one.id === id),
    say(deployment, said) {
      statuses += 1;
      const status = { ...said, id: statuses, at: new Date() };
      deployment.statuses.push(status);
      return status;
    },
  };
}
