/* Probot can throttle through Redis and names its client's options; we do not, and do not install it. */
declare module "ioredis" {
  export type RedisOptions = Record<string, unknown>;
}
