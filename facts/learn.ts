import { unknown, type Fact } from "../core/gate/fact.ts";
import { ProviderError } from "../providers/provider-error.ts";

/** Learns one fact. A service that can't be asked makes it unknown, with the reason; only bugs are thrown. */
export async function learn<T>(
  at: Date,
  ask: () => Promise<Fact<T>>,
): Promise<Fact<T>> {
  try {
    return await ask();
  } catch (error) {
    const { provider, message, answer } = providerError(error);
    const said = answer === undefined ? {} : { answer };
    return unknown(message, { source: provider, at, ...said });
  }
}

/**
 * The error of a service that could not be asked.
 *
 * @throws anything else, as it is: a bug is not a fact that is missing
 */
export function providerError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  throw error;
}
