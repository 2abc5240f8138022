import path from 'node:path';
import { ROOT } from '../../scripts/lib/run.mjs';

/** The benchmark's folder, and what it keeps in it outside of version control. */
export const BENCH = path.join(ROOT, 'bench');
export const PEERS_FOLDER = path.join(BENCH, '.peers');
export const PEERS_FILE = path.join(PEERS_FOLDER, 'peers.json');
export const DATA_FOLDER = path.join(BENCH, '.data');
export const BUILD_FOLDER = path.join(BENCH, '.build');
export const RESULTS_FILE = path.join(BENCH, 'RESULTS.md');
