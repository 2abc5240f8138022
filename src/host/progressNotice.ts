import * as vscode from 'vscode';
import { DisposableStore } from './dispose.ts';
import type { Panels } from './panels.ts';
import { Settings } from './settings.ts';
import { progressShare, progressText } from './statusText.ts';
import type { TrainingPanel } from './trainingPanel.ts';
import type { TrainingRun } from './trainingRun.ts';

/** Only a training that takes longer than this, out of sight, is worth a notification. */
const DELAY_MS = 2000;

interface Notice {
  readonly panel: TrainingPanel;
  report(run: TrainingRun): void;
  end(): void;
}

/** Shows the progress of a long training whose panel is out of sight, with a way to stop it. */
export class ProgressNotice implements vscode.Disposable {
  readonly #store = new DisposableStore();
  readonly #notices = new Map<TrainingRun, Notice>();
  readonly #begun = new WeakMap<TrainingRun, number>();

  constructor(private readonly panels: Panels) {
    this.#store.add(
      panels.onChange(({ panel, run, kind }) => {
        if (kind === 'began') this.#wait(panel, run);
        this.#update();
      }),
    );
    this.#store.add(panels.onView(() => this.#update()));
  }

  dispose(): void {
    this.#store.dispose();
    for (const notice of this.#notices.values()) notice.end();
    this.#notices.clear();
  }

  #wait(panel: TrainingPanel, run: TrainingRun): void {
    this.#begun.set(run, performance.now());
    setTimeout(() => this.#consider(panel), DELAY_MS + 1);
  }

  /** Ends notices that are not needed any more, and begins those that are. */
  #update(): void {
    for (const [run, notice] of this.#notices) {
      if (run.active && this.#isOutOfSight(notice.panel)) notice.report(run);
      else {
        this.#notices.delete(run);
        notice.end();
      }
    }
    for (const panel of this.panels.all) this.#consider(panel);
  }

  #consider(panel: TrainingPanel): void {
    const run = panel.session.runs.active;
    if (!run || this.#store.disposed || this.#notices.has(run) || !this.#isOutOfSight(panel)) return;
    if (performance.now() - (this.#begun.get(run) ?? 0) < DELAY_MS) return;
    if (new Settings(panel.uri).notifications) this.#show(panel, run);
  }

  #isOutOfSight(panel: TrainingPanel): boolean {
    return !panel.visible && this.panels.all.includes(panel);
  }

  #show(panel: TrainingPanel, run: TrainingRun): void {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: `Training on ${panel.name}`,
      cancellable: true,
    };
    void vscode.window.withProgress(options, (progress, token) => {
      // A notice that was cancelled stays in the list until its run has ended: it must not come back.
      token.onCancellationRequested(() => void panel.session.stop(run));
      return new Promise<void>((end) => {
        this.#notices.set(run, { panel, report: reporter(progress), end });
      });
    });
  }
}

/** A notification's bar can only grow: it stands still where more work turned out to be needed. */
function reporter(progress: vscode.Progress<{ message: string; increment?: number }>) {
  let shown = 0;
  return (run: TrainingRun): void => {
    const percent = 100 * (progressShare(run) ?? 0);
    progress.report({ message: progressText(run), increment: Math.max(0, percent - shown) });
    shown = Math.max(shown, percent);
  };
}
