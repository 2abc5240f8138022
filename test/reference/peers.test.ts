import { describe, expect, it } from 'vitest';
import { PEER_CASES, type PeerCase } from '../peers/cases.ts';
import { distance, type PeerAnswer, type Tolerance, toleranceOf } from '../peers/compare.ts';
import { readRecorded } from '../peers/fixtures.ts';
import { askRidgeline, type RidgelineAnswer } from '../peers/ridgeline.ts';
import { TOOLS, toolFor } from '../peers/tools.ts';

const recorded = new Map(TOOLS.map(({ script }) => [script, readRecorded(script).answers]));

function answersTo({ name }: PeerCase): PeerAnswer[] {
  return [...recorded.values()].flat().filter((answer) => answer.case === name);
}

/** A factor of λ that a tool's weights tell apart. */
function factorSeen({ seen }: Tolerance, { rows }: RidgelineAnswer): number {
  return seen ?? rows / (rows - 1);
}

describe('λ in other tools’ words, as the tools answered', () => {
  it.each(PEER_CASES.map((own) => [own.name, own] as const))('%s', async (_, own) => {
    const ours = await askRidgeline(own);
    const answers = answersTo(own);
    const settings = (list: readonly { tool: string; text: string }[]) =>
      Object.fromEntries(list.map(({ tool, text }) => [tool, text]));
    expect(settings(answers)).toEqual(settings(ours.conversions));
    for (const answer of answers) {
      const { largest, why } = toleranceOf(answer);
      const away = distance(answer.layers, ours.layers, ours);
      expect(away, `${answer.tool} ${why}, and is ${away} away`).toBeLessThanOrEqual(largest);
    }
  });

  it.each(PEER_CASES.map((own) => [own.name, own] as const))('%s: another λ is seen', async (_, own) => {
    const ours = await askRidgeline(own);
    const answers = answersTo(own);
    const factors = new Set(answers.map((answer) => factorSeen(toleranceOf(answer), ours)));
    for (const factor of factors) {
      for (const wrong of [factor, 1 / factor]) {
        const theirs = await askRidgeline(own, wrong);
        for (const answer of answers) {
          const tolerance = toleranceOf(answer);
          if (factorSeen(tolerance, ours) !== factor) continue;
          const away = distance(answer.layers, theirs.layers, ours);
          expect(away, `${answer.tool} at λ × ${wrong}`).toBeGreaterThan(2 * tolerance.largest);
        }
      }
    }
  });

  it('nothing is recorded that is not asked, and every tool is asked', () => {
    const names = new Set(PEER_CASES.map(({ name }) => name));
    for (const { script } of TOOLS) {
      const answers = recorded.get(script)!;
      expect(answers.length).toBeGreaterThan(0);
      for (const answer of answers) {
        expect(names).toContain(answer.case);
        expect(toolFor(answer.tool).script).toBe(script);
      }
    }
  });
});
