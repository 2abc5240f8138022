import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { RidgelineError } from '../engine/errors.ts';
import { type ModelFile, parseModelFile, readTable } from '../engine/index.ts';
import { predictTable } from '../engine/model/predictTable.ts';
import { csvText } from './csvText.ts';
import { openData } from './dataFiles.ts';
import { writeAtomically } from './files.ts';
import type { PredictCommand } from './options.ts';
import { judgedLine, predictionColumns, predictionFields } from './predictionColumns.ts';
import { progressBar } from './progress.ts';

/** Predicts every row of a file with a written model. */
export async function runPredict(command: PredictCommand): Promise<void> {
  const model = readModel(command.model);
  const { source, csv } = await openData(command.files, readingOptions(model));
  const bar = progressBar(source.name, command.quiet);
  const table = await readTable(source, {
    csv,
    onProgress: (progress) => bar.update(progress),
  });
  bar.clear();
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
