/** The colours of the charts, as the theme's variables stand now; a canvas cannot read variables itself. */
export interface ChartTheme {
  readonly text: string;
  readonly dim: string;
  readonly grid: string;
  readonly data: string;
  readonly penalty: string;
  readonly total: string;
  readonly validation: string;
  readonly surface: string;
  readonly border: string;
  readonly lines: readonly string[];
  readonly font: string;
}

const LINES = [
  '--rl-positive',
  '--rl-negative',
  '--rl-green',
  '--rl-purple',
  '--rl-red',
  '--rl-yellow',
] as const;

/** Reads the theme by letting the browser resolve each variable to a colour. */
export function readTheme(): ChartTheme {
  const probe = document.createElement('span');
  probe.className = 'theme-probe';
  document.body.append(probe);
  const colour = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const theme: ChartTheme = {
    text: colour('--rl-text'),
    dim: colour('--rl-dim'),
    grid: colour('--rl-grid'),
    data: colour('--rl-positive'),
    penalty: colour('--rl-negative'),
    total: colour('--rl-text'),
    validation: colour('--rl-green'),
    surface: colour('--rl-hover-surface'),
    border: colour('--rl-border'),
    lines: LINES.map(colour),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}

/** Calls back when the theme may have changed: VS Code sets its variables on the root and its kind on the body. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
