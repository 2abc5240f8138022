import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { models, parseSpec } from '../../src/engine/index.ts';
import { withDefaults } from '../../src/engine/registry.ts';
import type { PeerCase } from './cases.ts';
import type { RidgelineAnswer } from './ridgeline.ts';
import type { Tool } from './tools.ts';

export interface Asked {
  readonly own: PeerCase;
  readonly answer: RidgelineAnswer;
}

type Job = ReturnType<typeof jobsOf>[number];

/**
 * Writes what a tool is asked into `folder`: JSON for Python, a table for R, numbers as CSV without a header.
 *
 * @returns the file of jobs; null where no conversion is for this tool
 */
export function writeJobs(tool: Tool, asked: readonly Asked[], folder: string): string | null {
  const jobs = asked.flatMap((one, at) => jobsOf(tool, one, path.join(folder, `${at}.csv`)));
  if (jobs.length === 0) return null;
  for (const [at, { answer }] of asked.entries()) {
    const lines = answer.x.map((row, i) => [...row, ...answer.y[i]!].join(','));
    writeFileSync(path.join(folder, `${at}.csv`), `${lines.join('\n')}\n`);
  }
  const file = path.join(folder, tool.language === 'r' ? 'jobs.tsv' : 'jobs.json');
  writeFileSync(file, tool.language === 'r' ? asTable(jobs) : JSON.stringify(jobs));
  return file;
}

function jobsOf(tool: Tool, { own, answer }: Asked, data: string) {
  const spec = parseSpec(own.spec);
  const { model } = answer;
  const { delta = 0 } = withDefaults(models.get(model).parameters, spec.modelParameters);
  const itself = tool.itself && answer.scaled.every(Boolean);
  return answer.conversions
    .filter((conversion) => tool.handles(conversion.tool))
    .map((conversion) => ({
      case: own.name,
      tool: conversion.tool,
      text: conversion.text,
      data,
      model,
      outputs: answer.layers.at(-1)!.intercept.length,
      classes: answer.classes,
      scaled: answer.scaled.map((scaled) => scaled && !itself),
      intercept: spec.intercept,
      delta,
      activation: spec.activation,
      start: answer.layers.length > 1 ? answer.layers : [],
    }));
}

function asTable(jobs: readonly Job[]): string {
  const lines = jobs.map(({ case: name, tool, text, data, model, scaled, intercept }) =>
    [name, tool, text, data, model, scaled.map(Number).join(''), intercept].join('\t'),
  );
  return `${['case\ttool\ttext\tdata\tmodel\tscaled\tintercept', ...lines].join('\n')}\n`;
}
