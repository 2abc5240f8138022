import { type JoinedFiles, joinFiles } from '../engine/csv/joinFiles.ts';
import type { CsvOptions } from '../engine/csv/types.ts';
import type { SourceRef } from '../protocol/run.ts';
import type { ReadPlatform } from './dataCache.ts';

/** A file as it is; several as the rows of one. Throws what {@link joinFiles} throws. */
export async function opened(
  platform: Pick<ReadPlatform, 'open'>,
  source: SourceRef,
  csv: CsvOptions,
  signal?: AbortSignal,
): Promise<JoinedFiles> {
  if (source.kind !== 'files') return { source: platform.open(source), csv };
  const parts = source.parts.map((part) => platform.open(part));
  return joinFiles(parts, source.name, csv, signal);
}
