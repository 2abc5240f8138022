/**
 * One line of the table of latencies.
 *
 * @typedef {{ what: string, milliseconds: number, limit: number | null, detail: string }} Line
 */
export {};
