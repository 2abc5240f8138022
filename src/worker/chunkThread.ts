import { parentPort } from 'node:worker_threads';
import { loadKernels } from '../engine/kernels/index.ts';
import { chunkServer, type ToChunkThread } from './chunkServer.ts';
import { findByte, openFile } from './node.ts';

/** The entry of a thread that parses chunks for a pool. */
const port = parentPort;
if (port) {
  const serve = chunkServer({
    post: (message, transfer) => port.postMessage(message, transfer),
    open: openFile,
    find: findByte,
    kernels: loadKernels(),
  });
  port.on('message', (message: ToChunkThread) => serve(message));
}
