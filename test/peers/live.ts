/**
 * Runs the tools that are installed at the settings that Ridgeline names for its λ, and compares their weights with
 * Ridgeline's and with those that were recorded. Exits with 1 where they differ.
 *
 *   npm run test:peers [-- --record] [--only Keras,glmnet]
 *
 * `--record` writes what the tools said to test/fixtures/peers.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { PEER_CASES } from './cases.ts';
import { distance, type PeerAnswer, toleranceOf } from './compare.ts';
import { readRecorded, writeRecorded } from './fixtures.ts';
import { findProgram, runTool } from './installed.ts';
import { type Asked, writeJobs } from './jobs.ts';
import { askRidgeline } from './ridgeline.ts';
import { TOOLS, type Tool } from './tools.ts';

const { values: flags } = parseArgs({
  options: { record: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const total = { passed: 0, failed: 0, missing: 0 };

/** One line a case: its distances from Ridgeline's model and from what was recorded. */
function judge(answer: PeerAnswer, recorded: readonly PeerAnswer[], asked: readonly Asked[]): void {
  const ours = asked.find(({ own }) => own.name === answer.case)!.answer;
  const before = recorded.find((one) => one.case === answer.case && one.tool === answer.tool);
  const { largest } = toleranceOf(answer);
  const away = distance(answer.layers, ours.layers, ours);
  const moved = before ? distance(answer.layers, before.layers, ours) : null;
  const same = flags.record || (before?.text === answer.text && moved !== null && moved <= largest);
  const passed = away <= largest && same;
  total[passed ? 'passed' : 'failed']++;
  const then = moved === null ? 'not recorded' : `${moved.toExponential(0)} from what was recorded`;
  const line = `${answer.case}: ${answer.text}, ${away.toExponential(0)} from Ridgeline (allowed ${largest}), ${then}`;
  console.log(`${passed ? '✓' : '✗'} ${answer.tool}, ${line}`);
}

async function compareTool(tool: Tool, asked: readonly Asked[], folder: string): Promise<void> {
  const file = writeJobs(tool, asked, folder);
  const program = file && (await findProgram(tool));
  if (!file) return;
  if (!program) {
    total.missing++;
    console.log(`– ${tool.name} is not installed: npm run bench:peers -- --conversions installs it.`);
    return;
  }
  const told = await runTool(program, tool, file);
  const recorded = readRecorded(tool.script).answers;
  console.log(`${tool.name} ${told.version}`);
  for (const answer of told.answers) judge(answer, recorded, asked);
  if (flags.record) writeRecorded(tool.script, told);
}

const wanted = flags.only?.split(',');
const folder = mkdtempSync(path.join(os.tmpdir(), 'ridgeline-peers-'));
try {
  const asked: Asked[] = [];
  for (const own of PEER_CASES) asked.push({ own, answer: await askRidgeline(own) });
  for (const tool of TOOLS) {
    if (!wanted || wanted.includes(tool.name)) await compareTool(tool, asked, folder);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const missing = total.missing > 0 ? `, ${total.missing} tools not installed` : '';
console.log(`${total.passed} passed, ${total.failed} failed${missing}`);
process.exitCode = total.failed > 0 ? 1 : 0;
