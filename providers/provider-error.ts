/** A service could not be asked, or its answer makes no sense. Says who, whether to try again, and keeps its cause. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  /** `github`, `prometheus`, … */
  readonly provider: string;
  /** Whether the same question may be answered later. */
  readonly retryable: boolean;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;

  constructor(
    provider: string,
    message: string,
    options: { retryable: boolean; status?: number; cause?: unknown },
  ) {
    super(`${provider}: ${message}`, { cause: options.cause });
    this.provider = provider;
    this.retryable = options.retryable;
    this.status = options.status;
  }
}
