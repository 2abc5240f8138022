import * as vscode from 'vscode';
import { COMMANDS } from './contributions.ts';
import { activeCsv } from './csvPicker.ts';
import { DisposableStore } from './dispose.ts';
import type { PanelChange, Panels } from './panels.ts';
import { statusText } from './statusText.ts';
import type { TrainingPanel } from './trainingPanel.ts';

/** A result stays this long where neither its panel nor its file is in front. */
const RESULT_MS = 8000;
/** Progress comes many times a second; nobody reads that fast. */
const REDRAW_MS = 200;

/** The one item in the status bar: a training's progress, then its score. */
export class StatusBar implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #item = this.#store.add(
    vscode.window.createStatusBarItem('ridgeline.status', vscode.StatusBarAlignment.Left, 0),
  );
  #recent: TrainingPanel | undefined;
  #drawnAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly panels: Panels) {
    this.#item.name = 'Ridgeline';
    this.#store.add(panels.onChange((change) => this.#changed(change)));
    this.#store.add(panels.onView(() => this.#draw()));
    this.#store.add(vscode.window.onDidChangeActiveTextEditor(() => this.#draw()));
    this.#store.add({ dispose: () => clearTimeout(this.#timer) });
  }

  dispose(): void {
    this.#store.dispose();
  }

  #changed({ panel, run, kind }: PanelChange): void {
    const progress = kind === 'reading' || kind === 'iterates';
    if (progress && performance.now() - this.#drawnAt < REDRAW_MS) return;
    this.#recent = panel;
    clearTimeout(this.#timer);
    if (!run.active) this.#timer = setTimeout(() => this.#forget(), RESULT_MS);
    this.#draw();
  }

  #forget(): void {
    this.#recent = undefined;
    this.#draw();
  }

  #draw(): void {
    this.#drawnAt = performance.now();
    const panel = this.panels.running ?? this.#ofInterest();
    const run = panel?.session.runs.active ?? panel?.session.runs.shown;
    if (!panel || !run) {
      this.#item.hide();
      return;
    }
    this.#item.text = statusText(run);
    this.#item.tooltip = `${panel.name}: show its training panel`;
    this.#item.accessibilityInformation = { label: this.#item.text.replace(/\$\(.*?\) /, '') };
    this.#item.command = {
      command: COMMANDS.showPanel,
      title: 'Show training panel',
      arguments: [panel.uri],
    };
    this.#item.show();
  }

  /** The panel in front, the one whose run has just ended, or the panel of the CSV in front. */
  #ofInterest(): TrainingPanel | undefined {
    const uri = activeCsv();
    const open = this.panels.all;
    return (
      open.find((panel) => panel.active) ??
      open.find((panel) => panel === this.#recent) ??
      (uri && this.panels.get(uri))
    );
  }
}
