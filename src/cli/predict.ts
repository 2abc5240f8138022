import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { ByteSource, CsvOptions, Table } from '../engine/csv/types.ts';
import { isExpected, RidgelineError } from '../engine/errors.ts';
import { type ModelFile, parseModelFile, readTable } from '../engine/index.ts';
import { predictTable } from '../engine/model/predictTable.ts';
import { csvText } from './csvText.ts';
import { openData } from './dataFiles.ts';
import { writeAtomically } from './files.ts';
import type { PredictCommand } from './options.ts';
import { judgedLine, predictionColumns, predictionFields } from './predictionColumns.ts';
import { type ProgressBar, progressBar } from './progress.ts';

/** Predicts every row of a file with a written model. */
export async function runPredict(command: PredictCommand): Promise<void> {
  const model = readModel(command.model);
  const { source, csv } = await openData(command.files, readingOptions(model));
  const bar = progressBar(source.name, command.quiet);
  const table = await rowsOf(source, csv, bar);
  const predicted = await predictTable(model, table);
  const { notes, metrics } = predicted;
  if (command.json) {
    const object = {
      schema: 'ridgeline.predictions/1',
      rows: table.rows,
      ...predictionFields(predicted),
      metrics,
      warnings: notes,
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  }
  if (command.output || !command.json) {
    const text = await csvText(table, predictionColumns(predicted));
    if (command.output) writeAtomically(command.output, text);
    else process.stdout.write(text);
  }
  if (command.quiet) return;
  for (const note of notes) process.stderr.write(`${note}\n`);
  if (metrics) process.stderr.write(`${judgedLine(metrics)}\n`);
}

async function rowsOf(source: ByteSource, csv: CsvOptions, bar: ProgressBar): Promise<Table> {
  try {
    return await readTable(source, { csv, onProgress: (progress) => bar.update(progress) });
  } catch (error) {
    if (!isExpected(error) || error.code !== 'empty-file') throw error;
    throw new RidgelineError(
      'empty-file',
      `${source.name} is empty; there is nothing to predict. Give a file with a header and rows.`,
    );
  } finally {
    bar.clear();
  }
}

/** A model from its file; throws where there is none. */
export function readModel(path: string): ModelFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new RidgelineError(
      'unreadable',
      `${basename(path)} cannot be read. Give a model file, made by train --output.`,
    );
  }
  return parseModelFile(text);
}

/** Missing tokens and header as in training; delimiter, encoding and decimal sign are the new file's own. */
function readingOptions(model: ModelFile) {
  const { header, missingTokens } = model.spec.csv;
  return { header: header ?? null, missingTokens: missingTokens ?? null };
}
