import { median, pairedRatio } from './statistics.mjs';
import { duration, markdownTable, megabytes, times } from './table.mjs';
import { judged } from './targets.mjs';

/**
 * @typedef {import('./race.mjs').Entry} Entry
 *
 * Costs that grow with the file: medians by size, and the fitted exponents.
 * @typedef {object} Growth
 * @property {'rows' | 'columns'} what
 * @property {string} from the smallest file
 * @property {number[]} sizes
 * @property {number[]} seconds
 * @property {number[]} peaks
 * @property {number} startSeconds what starting up takes, as (e) does
 * @property {number} exponent of whole processes
 * @property {number | null} exponentWithoutStart of what they take beyond starting up; null where the smallest file takes
 *   hardly more than that
 *
 * @typedef {{ label: string, seconds: number[], peaks: number[] }} BigFile
 */

const HEAD = [
  'Work',
  'Program',
  'Time:',
  'Least–most',
  'Its time ÷ ours:',
  'Peak memory:',
  'Its memory ÷ ours:',
  'Answers differ by',
  'Target',
];

/**
 * The one table.
 *
 * @param {readonly Entry[][]} races one list a work, Ridgeline first
 * @param {readonly Growth[]} growths
 * @param {BigFile | null} big
 * @param {boolean} full the targets apply: the files have their full sizes
 */
export function resultsTable(races, growths, big, full) {
  const judge = full ? judged : () => '';
  const rows = [
    ...races.flatMap((entries) => entries.map((entry) => entryRow(entry, entries, judge))),
    ...growths.map((growth) => growthRow(growth, judge)),
    ...(big ? [bigRow(big, judge)] : []),
  ];
  return markdownTable(HEAD, rows);
}

/**
 * @param {Entry} entry
 * @param {readonly Entry[]} entries of the same work
 * @param {typeof judged} judge
 */
function entryRow(entry, entries, judge) {
  const { work, contender, seconds, peaks, failed } = entry;
  const first = contender.id === 'ridgeline';
  const name = contender.note ? `${contender.label} (${contender.note})` : contender.label;
  const cells = [first ? `(${work.id}) ${work.title}` : '', first ? `**${name}**` : name];
  if (failed || seconds.length === 0)
    return [...cells, failed ?? 'not run', ...lowerBound(entry, entries, judge)];
  const ratios = ratiosOf(entry, entries);
  return [
    ...cells,
    duration(median(seconds)),
    spread(entry),
    ratios ? times(ratios.seconds) : '',
    megabytes(median(peaks)),
    ratios ? times(ratios.memory) : '',
    answersCell(entry),
    contender.id === 'own-fit'
      ? manyOverOne(entry, entries, judge)
      : judge(work.id, contender.id, ratios ?? {}),
  ];
}

/** @param {Entry} entry */
function spread({ seconds, stopped }) {
  const range =
    seconds.length === 1
      ? 'one round'
      : `${duration(Math.min(...seconds))}–${duration(Math.max(...seconds))}`;
  return stopped ? `${range}, then ${stopped}` : range;
}

/** @param {Entry} entry */
function answersCell({ distance, differences }) {
  const weights = distance === null ? '' : distance === 0 ? '0' : distance.toExponential(0);
  return [weights, differences].filter(Boolean).join('; ');
}

/**
 * What is known of a program that was ended for taking too long: that its time is more than so many times ours.
 *
 * @param {Entry} entry
 * @param {readonly Entry[]} entries
 * @param {typeof judged} judge
 */
function lowerBound({ work, contender, longerThan }, entries, judge) {
  const own = entries.find(({ contender: { id } }) => id === 'ridgeline');
  if (longerThan === null || !own || own.seconds.length === 0) return [];
  const seconds = longerThan / median(own.seconds);
  return ['', `> ${times(seconds)}`, '', '', '', judge(work.id, contender.id, { seconds })];
}

/**
 * An entry's costs over Ridgeline's own: warm over warm, whole process over whole process. Null for Ridgeline itself.
 *
 * @param {Entry} entry
 * @param {readonly Entry[]} entries of the same work
 */
function ratiosOf(entry, entries) {
  const id = entry.contender.warm ? 'ridgeline-warm' : 'ridgeline';
  const own = entries.find(({ contender }) => contender.id === id);
  if (!own || own === entry || own.seconds.length === 0) return null;
  return { seconds: pairedRatio(entry.seconds, own.seconds), memory: pairedRatio(entry.peaks, own.peaks) };
}

/**
 * Many λ are held to Ridgeline's own time for one.
 *
 * @param {Entry} one
 * @param {readonly Entry[]} entries
 * @param {typeof judged} judge
 */
function manyOverOne(one, entries, judge) {
  const many = entries.find(({ contender }) => contender.id === 'ridgeline');
  if (!many || many.seconds.length === 0) return '';
  const seconds = pairedRatio(many.seconds, one.seconds);
  const { lambdas, id, cv } = many.work;
  const what = `${lambdas.length} λ${cv ? ` × ${cv.folds} folds` : ''}`;
  return [`${what} ÷ this: ${times(seconds)}`, judge(id, 'own-fit', { seconds })].filter(Boolean).join('; ');
}

/**
 * @param {Growth} growth
 * @param {typeof judged} judge
 */
function growthRow({ what, from, sizes, seconds, peaks, ...fit }, judge) {
  const { startSeconds, exponent, exponentWithoutStart: beyond } = fit;
  const start = duration(startSeconds);
  const fitted = [
    beyond === null
      ? `hardly more than start-up (${start}): no exponent without it`
      : `exponent ${beyond.toFixed(3)} of the time beyond start-up (${start})`,
    `${exponent.toFixed(3)} of all of it`,
  ].join(', ');
  const measured = beyond === null ? {} : { seconds: beyond };
  return [
    `(f) ${what} × ${sizes.join(', ')} from ${from}`,
    '**Ridgeline**',
    seconds.map(duration).join(', '),
    '',
    '',
    peaks.map(megabytes).join(', '),
    '',
    '',
    [fitted, judge('f', `${what}-exponent`, measured)].filter(Boolean).join('; '),
  ];
}

/**
 * @param {BigFile} big
 * @param {typeof judged} judge
 */
function bigRow({ label, seconds, peaks }, judge) {
  const ratio = (/** @type {number[]} */ [small, large]) => (large ?? Number.NaN) / (small ?? Number.NaN);
  const memory = ratio(peaks);
  const found = `ten times the rows: ${times(ratio(seconds))} the time, ${times(memory)} the memory`;
  return [
    label,
    '**Ridgeline**',
    seconds.map(duration).join(', '),
    '',
    '',
    peaks.map(megabytes).join(', '),
    '',
    '',
    [found, judge('big', 'own-memory', { memory })].filter(Boolean).join('; '),
  ];
}

/**
 * How far Ridgeline is from the floor, as a sentence; null where it was not measured.
 *
 * @param {readonly Entry[]} entries of work (a)
 */
export function limitSentence(entries) {
  const find = (/** @type {string} */ id) => entries.find(({ contender }) => contender.id === id);
  const own = find('ridgeline');
  const floors = [
    { threads: 'one thread', floor: find('limit') },
    { threads: 'two threads', floor: find('limit-2') },
  ].flatMap(({ threads, floor }) => {
    if (!own || !floor || own.seconds.length === 0 || floor.seconds.length === 0) return [];
    const ratio = times(pairedRatio(own.seconds, floor.seconds));
    return [`${ratio} the time of that on ${threads} (${duration(median(floor.seconds))})`];
  });
  if (floors.length === 0) return null;
  return `The limit of (a) is to start Node, read the file and touch every byte once. Ridgeline takes ${floors.join(' and ')}.`;
}
