/*
 * PGlite's declarations speak of a browser's and Emscripten's types, which a server has none of. They are named here, so
 * that every library's declarations can be checked (`skipLibCheck: false`); nothing of them is used.
 */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
}

declare namespace Emscripten {
  type FileSystemType = object;
}

interface EmscriptenModule {
  preInit: unknown;
  preRun: unknown;
  postRun: unknown;
}

interface IDBDatabase {
  readonly name: string;
}

declare const FS: object;
