import type { BaseIssue } from 'valibot';

/** Words for what a value should have been, by the kind of the schema's complaint. */
const REQUIRED: Readonly<Record<string, (requirement: unknown) => string>> = {
  min_value: (least) => `must be at least ${least}`,
  gt_value: (bound) => `must be above ${bound}`,
  max_value: (most) => `must be at most ${most}`,
  lt_value: (bound) => `must be below ${bound}`,
  integer: () => 'must be a whole number',
  finite: () => 'must be a finite number',
  length: (characters) => `must have a length of ${characters}`,
  min_length: (least) => `must have at least ${least} entries`,
  max_length: (most) => `must have at most ${most} entries`,
};

/** What is wrong with a value, as the end of a sentence without its full stop: "must be at most 1, not 2". */
export function complaintOf(issue: BaseIssue<unknown>): string {
  const { type, received, requirement, expected, message } = issue;
  if (received === 'undefined') return 'is missing';
  const words = Object.hasOwn(REQUIRED, type) ? REQUIRED[type] : undefined;
  if (words) return `${words(requirement)}, not ${received}`;
  return expected && type !== 'custom' ? `must be ${expected}, not ${received}` : `is not valid: ${message}`;
}
