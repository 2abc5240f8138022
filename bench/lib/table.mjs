/**
 * A Markdown table, its columns padded so that it reads in a terminal too.
 *
 * @param {readonly string[]} head a name that ends in `:` is set to the right
 * @param {readonly (readonly string[])[]} rows
 */
export function markdownTable(head, rows) {
  const names = head.map((name) => name.replace(/:$/, ''));
  const right = head.map((name) => name.endsWith(':'));
  const cells = [names, ...rows].map((row) => names.map((_, c) => (row[c] ?? '').replaceAll('|', '\\|')));
  const widths = names.map((_, c) => Math.max(3, ...cells.map((row) => [...(row[c] ?? '')].length)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, c) => pad(cell, widths[c] ?? 0, right[c] ?? false)).join(' | ')} |`;
  const rule = widths.map((width, c) => (right[c] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [first = [], ...rest] = cells;
  return [line(first), `| ${rule.join(' | ')} |`, ...rest.map(line)].join('\n');
}

/**
 * @param {string} cell
 * @param {number} width
 * @param {boolean} right
 */
function pad(cell, width, right) {
  const blank = ' '.repeat(Math.max(0, width - [...cell].length));
  return right ? blank + cell : cell + blank;
}

/** @param {number} value seconds */
export function duration(value) {
  if (value < 0.001) return `${(value * 1e6).toPrecision(3)} µs`;
  return value < 1 ? `${(value * 1000).toPrecision(3)} ms` : `${value.toPrecision(3)} s`;
}

/** @param {number} value bytes */
export function megabytes(value) {
  return `${(value / 1e6).toFixed(0)} MB`;
}

/** @param {number} value */
export function times(value) {
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)}×`;
}
