import { crc32, inflateRawSync } from "node:zlib";

/* Reads zip archives that strangers may have written. Source: PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16. */

export interface ZipEntry {
  name: string;
  /** Bytes as they lie in the archive. */
  packed: number;
  /** Bytes once inflated, as the archive says; it may lie. */
  size: number;
  /**
   * Inflates the entry, never beyond its size.
   *
   * @throws ZipError where the content is longer, shorter or other than the archive says
   */
  content(): Buffer;
}

/** A sentence that says what is wrong with the archive. */
export class ZipError extends Error {
  override readonly name = "ZipError";
}

const END = 0x06_05_4b_50;
const ENTRY = 0x02_01_4b_50;
const LOCAL = 0x04_03_4b_50;
const END_LENGTH = 22;
const ENTRY_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xff_ff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;
/** Stands for a size or an offset that only the format's 64-bit form can hold. */
const TOO_LARGE = 0xff_ff_ff_ff;

/**
 * Lists what an archive says that it holds; nothing is inflated before `content()` is called.
 *
 * @throws ZipError
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    const end = findEnd(archive);
    const entries: ZipEntry[] = [];
    let at = archive.readUInt32LE(end + 16);
    for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
      const { entry, length } = readEntry(archive, at);
      entries.push(entry);
      at += length;
    }
    return entries;
  } catch (error) {
    throw asZipError(error);
  }
}

/** The end record is the last thing in the file but for a comment. */
function findEnd(archive: Buffer): number {
  const last = archive.length - END_LENGTH;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at -= 1) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw new ZipError("it is no zip archive");
}

function readEntry(
  archive: Buffer,
  at: number,
): { entry: ZipEntry; length: number } {
  if (archive.readUInt32LE(at) !== ENTRY) throw damaged();
  const nameLength = archive.readUInt16LE(at + 28);
  const length =
    ENTRY_LENGTH +
    nameLength +
    archive.readUInt16LE(at + 30) +
    archive.readUInt16LE(at + 32);
  const name = archive
    .subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength)
    .toString("utf8");
  const packed = archive.readUInt32LE(at + 20);
  const size = archive.readUInt32LE(at + 24);
  const local = archive.readUInt32LE(at + 42);
  if ([packed, size, local].includes(TOO_LARGE)) {
    throw new ZipError("it is larger than 4 GB");
  }
  if ((archive.readUInt16LE(at + 8) & ENCRYPTED) !== 0) {
    throw new ZipError("it is encrypted");
  }
  const method = archive.readUInt16LE(at + 10);
  const checksum = archive.readUInt32LE(at + 16);
  const content = () => {
    try {
      const inside = packedBytes(archive, local, packed);
      const bytes = unpack(inside, method, size);
      if (bytes.length !== size || crc32(bytes) !== checksum) throw damaged();
      return bytes;
    } catch (error) {
      throw asZipError(error);
    }
  };
  return { entry: { name, packed, size, content }, length };
}

function packedBytes(archive: Buffer, local: number, length: number): Buffer {
  if (archive.readUInt32LE(local) !== LOCAL) throw damaged();
  const start =
    local +
    LOCAL_LENGTH +
    archive.readUInt16LE(local + 26) +
    archive.readUInt16LE(local + 28);
  return archive.subarray(start, start + length);
}

/** Zlib takes none that is smaller. */
const SMALLEST_CHUNK = 64;

function unpack(inside: Buffer, method: number, size: number): Buffer {
  if (method === STORED) return inside;
  if (method !== DEFLATED) {
    throw new ZipError(`it is packed by method ${method}, which is not known`);
  }
  // Zlib stops at this length, so an archive that lies about its sizes costs no more than one that does not.
  return inflateRawSync(inside, {
    maxOutputLength: Math.max(1, size),
    // What is inflated in parts and put together takes twice the memory.
    chunkSize: Math.max(SMALLEST_CHUNK, size + 1),
  });
}

function damaged(): ZipError {
  return new ZipError("it is damaged");
}

/** Reading past the end and inflating what is no deflated data both mean a damaged archive; anything else is a bug. */
function asZipError(error: unknown): unknown {
  if (error instanceof ZipError) return error;
  const code =
    error instanceof Error && "code" in error ? String(error.code) : "";
  return error instanceof RangeError || /^(Z_|ERR_)/.test(code)
    ? damaged()
    : error;
}
