import * as vscode from 'vscode';
import { DisposableStore } from './dispose.ts';
import type { PanelChange, Panels } from './panels.ts';
import { Settings } from './settings.ts';
import { readFraction } from './statusText.ts';
import type { TrainingPanel } from './trainingPanel.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Only a training that takes longer than this, out of sight, is worth a notification. */
const DELAY_MS = 2000;

/** Shows the progress of a long training whose panel is out of sight, with a way to stop it. */
export class ProgressNotice implements vscode.Disposable {
  readonly #store = new DisposableStore();

  constructor(private readonly panels: Panels) {
    this.#store.add(panels.onChange((change) => this.#changed(change)));
  }

  dispose(): void {
    this.#store.dispose();
  }

  #changed({ panel, run, kind }: PanelChange): void {
    if (kind !== 'began') return;
    const waiting = new DisposableStore();
    const timer = setTimeout(() => check(), DELAY_MS);
    const end = () => {
      clearTimeout(timer);
      waiting.dispose();
    };
    let due = false;
    const check = () => {
      due = true;
      if (!run.active || !this.panels.all.includes(panel)) end();
      else if (!panel.visible && new Settings(panel.uri).notifications) {
        end();
        this.#show(panel, run);
      }
    };
    waiting.add(this.panels.onChange((change) => change.run === run && !run.active && end()));
    waiting.add(this.panels.onView(() => due && check()));
    this.#store.add(waiting);
  }

  #show(panel: TrainingPanel, run: TrainingRun): void {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `Training on ${panel.name}`,
      cancellable: true,
    };
    void vscode.window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => void panel.session.stop(run));
      return new Promise<void>((resolve) => {
        const store = this.#store.add(new DisposableStore());
        const look = () => {
          if (run.active && !panel.visible && this.panels.all.includes(panel)) return;
          store.dispose();
          resolve();
        };
        let shown = 0;
        store.add({ dispose: resolve });
        store.add(this.panels.onView(look));
        store.add(
          this.panels.onChange((change) => {
            if (change.run !== run) return;
            const now = Math.floor((readFraction(run) ?? 0) * 100);
            progress.report({ increment: now - shown, message: run.status });
            shown = now;
            look();
          }),
        );
      });
    });
  }
}
