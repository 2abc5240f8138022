/** Begins the version of a file as it is stored; it holds in later windows too. */
export const STORED = 'stored:';

/** The version of no data at all. */
const NEVER = '';

/**
 * What an earlier window's version says now: a document counts its versions anew in every window, so the version of a
 * text that was not stored is that of no data at all.
 */
export const versionSince = (earlier: string | null): string =>
  earlier?.startsWith(STORED) ? earlier : NEVER;
