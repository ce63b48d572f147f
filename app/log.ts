/** Where everything writes what it did: the fields first, then a sentence, as in pino. Fields carry no secrets. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
