import * as vscode from 'vscode';
import { isExpected } from '../engine/errors.ts';

/** The log, and what of it the user must hear at once. */
export class Report implements vscode.Disposable {
  readonly #log = vscode.window.createOutputChannel('Ridgeline', { log: true });

  info(text: string): void {
    this.#log.info(text);
  }

  warn(text: string): void {
    this.#log.warn(text);
  }

  /** A bug: its stack goes to the log and nowhere else. */
  problem(text: string): void {
    this.#log.error(text);
  }

  show(): void {
    this.#log.show(true);
  }

  /** For what went wrong where no panel can say so. Expected failures say their sentence, others point to the log. */
  failed(error: unknown): void {
    if (isExpected(error)) {
      this.#log.warn(error.message);
      void vscode.window.showErrorMessage(error.message);
      return;
    }
    this.problem(error instanceof Error ? (error.stack ?? error.message) : String(error));
    const show = 'Show log';
    void vscode.window
      .showErrorMessage('Something went wrong inside Ridgeline; its log says what.', show)
      .then((choice) => choice === show && this.show());
  }

  /** Runs something whose failure no caller awaits. */
  async guard(work: () => unknown): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.failed(error);
    }
  }

  dispose(): void {
    this.#log.dispose();
  }
}
