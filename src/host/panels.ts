import * as vscode from 'vscode';
import { CONTEXTS, PANEL_TYPE } from './contributions.ts';
import { DisposableStore, Emitter } from './dispose.ts';
import { fileName } from './fileSource.ts';
import { uriOfState } from './panelState.ts';
import type { RunChange } from './sessionTypes.ts';
import { type PanelServices, TrainingPanel } from './trainingPanel.ts';

export interface PanelChange extends RunChange {
  readonly panel: TrainingPanel;
}

/** Every training panel of the window: one a file. */
export class Panels implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #panels = new Map<string, TrainingPanel>();
  readonly #changed = this.#store.add(new Emitter<PanelChange>());
  readonly #viewed = this.#store.add(new Emitter<void>());
  #last: TrainingPanel | undefined;

  constructor(private readonly services: PanelServices) {}

  /** Something happened to a run of any panel. */
  readonly onChange = this.#changed.on;
  /** A panel was opened, closed, shown, hidden or activated, or shows another run. */
  readonly onView = this.#viewed.on;

  get all(): readonly TrainingPanel[] {
    return [...this.#panels.values()];
  }

  /** The panel in front, else the one used last. */
  get current(): TrainingPanel | undefined {
    return this.all.find((panel) => panel.active) ?? this.#last ?? this.all.at(-1);
  }

  /** A panel whose training is under way, the current one first. */
  get running(): TrainingPanel | undefined {
    const { current } = this;
    return current?.session.runs.active ? current : this.all.find((panel) => panel.session.runs.active);
  }

  get(uri: vscode.Uri): TrainingPanel | undefined {
    return this.#panels.get(uri.toString());
  }

  /** The file's panel, brought to the front or opened beside the active editor. */
  open(uri: vscode.Uri): TrainingPanel {
    const existing = this.get(uri);
    if (existing) {
      existing.reveal();
      return existing;
    }
    const where = { viewColumn: this.#columnBeside(), preserveFocus: true };
    const title = `Ridgeline: ${fileName(uri)}`;
    return this.#adopt(uri, vscode.window.createWebviewPanel(PANEL_TYPE, title, where));
  }

  /** VS Code brings back a panel of an earlier window. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const text = uriOfState(state) ?? this.services.store.findByName(panel.title.replace(/^Ridgeline: /, ''));
    if (text === undefined || this.#panels.has(text)) {
      panel.dispose();
      return;
    }
    await this.#adopt(vscode.Uri.parse(text), panel).restoreRun();
  }

  dispose(): void {
    for (const panel of this.all) panel.dispose();
    this.#store.dispose();
  }

  /** Beside the active editor, with the other panels where one is in front itself or they are beside it already. */
  #columnBeside(): vscode.ViewColumn {
    const front = vscode.window.tabGroups.activeTabGroup.viewColumn;
    const open = this.all.filter((panel) => panel.active || panel.viewColumn !== front).reverse();
    const other = open.find((panel) => panel.active) ?? open.find((panel) => panel.visible) ?? open[0];
    return other?.viewColumn ?? vscode.ViewColumn.Beside;
  }

  #adopt(uri: vscode.Uri, webviewPanel: vscode.WebviewPanel): TrainingPanel {
    const key = uri.toString();
    const { extensionUri } = this.services;
    const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `panel-${theme}.svg`);
    webviewPanel.iconPath = { light: icon('light'), dark: icon('dark') };
    const panel = new TrainingPanel(uri, webviewPanel, this.services);
    this.#panels.set(key, panel);
    this.#last = panel;
    panel.session.onChange((change) => this.#runChanged(panel, change));
    panel.session.onRedraw(() => this.#viewed.fire());
    panel.onView(() => {
      if (panel.active) this.#last = panel;
      this.#viewed.fire();
    });
    panel.onDispose(() => {
      this.#panels.delete(key);
      if (this.#last === panel) this.#last = undefined;
      this.#setContexts();
      this.#viewed.fire();
    });
    this.#viewed.fire();
    return panel;
  }

  #runChanged(panel: TrainingPanel, change: RunChange): void {
    if (change.kind === 'began') this.#last = panel;
    if (change.kind === 'began' || !change.run.active) this.#setContexts();
    this.#changed.fire({ ...change, panel });
  }

  #setContexts(): void {
    const set = (key: string, value: boolean) =>
      void vscode.commands.executeCommand('setContext', key, value);
    set(CONTEXTS.running, this.running !== undefined);
    set(
      CONTEXTS.trained,
      this.all.some((panel) => panel.session.runs.all.length > 0),
    );
  }
}
