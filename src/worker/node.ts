import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { FindByte } from '../engine/csv/chunker.ts';
import { RidgelineError } from '../engine/errors.ts';
import type { ByteSource } from '../engine/index.ts';
import type { OneSource } from '../protocol/run.ts';
import type { OpenFile } from './chunkServer.ts';

/** Bytes a read: large enough for the disk, small enough to stop within a frame. */
const READ_BYTES = 1 << 20;

/** A source on Node: a file read in pieces, or bytes that came with the message. */
export function openSource(source: OneSource): ByteSource {
  return source.kind === 'file'
    ? fileSource(source.path, source.name)
    : bytesSource(source.bytes, source.name);
}

/** A file as a source of bytes; throws `unreadable` where it cannot be opened. */
export function fileSource(path: string, name = basename(path)): ByteSource {
  let size: number;
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) throw new RidgelineError('unreadable', `${name} is a folder. Give a CSV file.`);
    size = stat.size;
  } catch (error) {
    throw error instanceof RidgelineError ? error : unreadable(name, error);
  }
  return {
    name,
    size,
    path,
    async *open() {
      try {
        yield* readPieces(path, size);
      } catch (error) {
        throw unreadable(name, error);
      }
    },
  };
}

/** A file's bytes, piece by piece, in two buffers in turn: while one is looked at, the other is filled. */
async function* readPieces(path: string, size: number): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r');
  const length = Math.min(READ_BYTES, size + 1);
  // No Buffers: their slice() makes views, where others expect copies.
  const buffers = [new Uint8Array(length), new Uint8Array(length)];
  let position = 0;
  const fill = (turn: number) => handle.read(buffers[turn % 2]!, 0, length, position);
  let next = fill(0);
  try {
    for (let turn = 0; ; turn++) {
      const { bytesRead, buffer } = await next;
      if (bytesRead === 0) return;
      position += bytesRead;
      next = fill(turn + 1);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await next.catch(() => undefined);
    await handle.close();
  }
}

/** A file to be read at any place; throws where it cannot be opened. */
export function openFile(path: string): OpenFile {
  const descriptor = openSync(path, 'r');
  return {
    readAt(into, position) {
      for (let read = 0; ; ) {
        const more = readSync(descriptor, into, read, into.length - read, position + read);
        read += more;
        if (more === 0 || read === into.length) return read;
      }
    },
    close: () => closeSync(descriptor),
  };
}

/** Node's own search is many times faster than that of typed arrays. */
export const findByte: FindByte = (bytes, byte) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).indexOf(byte);

export function bytesSource(bytes: Uint8Array, name: string): ByteSource {
  return {
    name,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}

function unreadable(name: string, error: unknown): RidgelineError {
  const code = (error as NodeJS.ErrnoException).code;
  const why =
    code === 'ENOENT'
      ? 'there is no such file'
      : code === 'EACCES'
        ? 'its permissions forbid it'
        : String(code ?? error);
  return new RidgelineError('unreadable', `${name} cannot be read: ${why}. Check the path.`);
}
