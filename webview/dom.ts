/** What {@link h} sets on a new element: text and attributes only, so that nothing is ever parsed as HTML. */
export interface Props {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly attrs?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export type Child = Node | string | null;

/** A new HTML element with attributes, listeners and children; strings become text nodes. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  apply(element, props);
  for (const child of children) if (child !== null) element.append(child);
  return element;
}

/** A new SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attrs: Readonly<Record<string, string | number>> = {},
  ...children: readonly Node[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** Sets attributes and listeners on an element that exists already. */
export function apply(element: HTMLElement, props: Props): void {
  if (props.class !== undefined) element.className = props.class;
  if (props.text !== undefined) element.textContent = props.text;
  if (props.title !== undefined) element.title = props.title;
  for (const [name, value] of Object.entries(props.attrs ?? {})) element.setAttribute(name, value);
  for (const [name, listener] of Object.entries(props.on ?? {})) element.addEventListener(name, listener);
}

/** Sets an element's text, touching the page only where it differs. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** Sets or removes an attribute, touching the page only where it differs. */
export function setAttr(element: Element, name: string, value: string | null): void {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Shows or hides an element. */
export function show(element: HTMLElement, visible: boolean): void {
  if (element.hidden === visible) element.hidden = !visible;
}

/** A VS Code icon; decorative, so hidden from assistive technology. */
export function icon(name: string): HTMLElement {
  return h('span', { class: `icon icon-${name}`, attrs: { 'aria-hidden': 'true' } });
}

/**
 * Wraps a drawing function so that it runs only when one of its arguments is another value than last time:
 * state is immutable, so an unchanged reference is unchanged data.
 */
export function whenChanged<A extends readonly unknown[]>(draw: (...args: A) => void): (...args: A) => void {
  let last: A | null = null;
  return (...args) => {
    if (last?.every((value, index) => Object.is(value, args[index]))) return;
    last = args;
    draw(...args);
  };
}
