/** A service could not be asked, or its answer makes no sense. Says who, whether to try again, and keeps its cause. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  /** `github`, `prometheus`, … */
  readonly provider: string;
  /** What happened, as it was given: without the provider's name before it. */
  readonly reason: string;
  /** Whether the same question may be answered later. */
  readonly retryable: boolean;
  /** How long the service wants to be left alone, where it said so. */
  readonly retryAfterMs: number | undefined;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** The beginning of an answer that makes no sense. */
  readonly answer: string | undefined;

  constructor(
    provider: string,
    reason: string,
    options: {
      retryable: boolean;
      retryAfterMs?: number;
      status?: number;
      answer?: string;
      cause?: unknown;
    },
  ) {
    // A sentence that begins with the service's name needs it no second time.
    const named = reason.toLowerCase().startsWith(provider);
    super(named ? reason : `${provider}: ${reason}`, { cause: options.cause });
    this.provider = provider;
    this.reason = reason;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
    this.answer = options.answer;
  }
}
