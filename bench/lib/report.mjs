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
 * @property {number} exponent of whole processes
 * @property {number} exponentWithoutStart of what they take beyond starting up
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
  const { work, contender, seconds, peaks, failed, distance } = entry;
  const first = contender.id === 'ridgeline';
  const name = contender.note ? `${contender.label} (${contender.note})` : contender.label;
  const cells = [first ? `(${work.id}) ${work.title}` : '', first ? `**${name}**` : name];
  if (failed || seconds.length === 0) return [...cells, failed ?? 'not run'];
  const ratios = ratiosOf(entry, entries);
  return [
    ...cells,
    duration(median(seconds)),
    `${duration(Math.min(...seconds))}–${duration(Math.max(...seconds))}`,
    ratios ? times(ratios.seconds) : '',
    megabytes(median(peaks)),
    ratios ? times(ratios.memory) : '',
    distance === null ? '' : distance === 0 ? '0' : distance.toExponential(0),
    contender.id === 'own-a'
      ? manyOverOne(entry, entries, judge)
      : judge(work.id, contender.id, ratios ?? {}),
  ];
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
  if (!many) return '';
  const seconds = pairedRatio(many.seconds, one.seconds);
  return [`20 λ ÷ this: ${times(seconds)}`, judge('d', 'own-a', { seconds })].filter(Boolean).join('; ');
}

/**
 * @param {Growth} growth
 * @param {typeof judged} judge
 */
function growthRow({ what, from, sizes, seconds, peaks, exponent, exponentWithoutStart }, judge) {
  const fitted = `exponent ${exponent.toFixed(3)}, without start-up ${exponentWithoutStart.toFixed(3)}`;
  return [
    `(f) ${what} × ${sizes.join(', ')} from ${from}`,
    '**Ridgeline**',
    seconds.map(duration).join(', '),
    '',
    '',
    peaks.map(megabytes).join(', '),
    '',
    '',
    [fitted, judge('f', `${what}-exponent`, { seconds: exponentWithoutStart })].filter(Boolean).join('; '),
  ];
}

/**
 * @param {BigFile} big
 * @param {typeof judged} judge
 */
function bigRow({ label, seconds, peaks }, judge) {
  const memory = (peaks[1] ?? Number.NaN) / (peaks[0] ?? Number.NaN);
  return [
    label,
    '**Ridgeline**',
    seconds.map(duration).join(', '),
    '',
    '',
    peaks.map(megabytes).join(', '),
    '',
    '',
    judge('big', 'own-memory', { memory }),
  ];
}

/**
 * How far Ridgeline is from the floor, as a sentence; null where it was not measured.
 *
 * @param {readonly Entry[]} entries of work (a)
 */
export function limitSentence(entries) {
  const find = (/** @type {string} */ id) => entries.find(({ contender }) => contender.id === id);
  const [own, floor] = [find('ridgeline'), find('limit')];
  if (!own || !floor || own.seconds.length === 0 || floor.seconds.length === 0) return null;
  const ratio = pairedRatio(own.seconds, floor.seconds);
  return `On (a) Ridgeline takes ${times(ratio)} the time of the limit: starting Node, reading the file and touching every byte once, on one thread (${duration(median(floor.seconds))}).`;
}
