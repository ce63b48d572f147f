/*
 * Stands in for the package undici in the Actions' bundles: Node has it built in, with the same fetch and the same
 * ways through a proxy. The package alone would be a third of a bundle.
 */

/** Constructed where the runner's variables name a proxy; Node reads the same variables. */
export function ProxyAgent(): void {
  const { setGlobalProxyFromEnv } = process.getBuiltinModule("node:http");
  setGlobalProxyFromEnv();
}

/** The toolkit names its own dispatcher, a `ProxyAgent` or none; Node's, which knows the proxy, is to be used. */
export function fetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const options = { ...init };
  delete options.dispatcher;
  return globalThis.fetch(input, options);
}
