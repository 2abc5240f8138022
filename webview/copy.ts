/** Copying a rounded number gives every digit of it: elements say their exact value in `data-exact`. */

/** The selection as text with exact numbers, or null where it holds none of them. */
export function exactText(selection: Selection): string | null {
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const element = around instanceof Element ? around : around.parentElement;
  const own = element?.closest<HTMLElement>('[data-exact]');
  if (own)
    return selection.toString().trim() === own.textContent?.trim() ? (own.dataset['exact'] ?? null) : null;
  const fragment = range.cloneContents();
  const numbers = fragment.querySelectorAll<HTMLElement>('[data-exact]');
  if (numbers.length === 0) return null;
  for (const number of numbers) number.textContent = number.dataset['exact'] ?? '';
  return [...linesOf(fragment)].join('\n');
}

/** Rows of tables and of lists, their cells separated by tabs. */
function* linesOf(fragment: DocumentFragment): Generator<string> {
  const rows = fragment.querySelectorAll('tr, li, dl > div');
  const parents = rows.length > 0 ? [...rows] : [fragment];
  for (const row of parents) {
    const cells = [...row.childNodes].map((cell) => cell.textContent?.trim() ?? '');
    yield cells.filter((text, at) => text !== '' || at > 0).join('\t');
  }
}

/** Puts exact numbers on the clipboard when rounded ones are copied. */
export function copyExactly(): void {
  document.addEventListener('copy', (event) => {
    const selection = getSelection();
    const text = selection ? exactText(selection) : null;
    if (text === null || !event.clipboardData) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  });
}
