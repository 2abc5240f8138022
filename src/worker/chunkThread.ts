import { parentPort } from 'node:worker_threads';
import { chunkServer, type ToChunkThread } from './chunkServer.ts';

/** The entry of a thread that parses chunks for a pool. */
const port = parentPort;
if (port) {
  const serve = chunkServer((message, transfer) => port.postMessage(message, transfer));
  port.on('message', (message: ToChunkThread) => serve(message));
}
