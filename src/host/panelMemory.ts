import type * as vscode from 'vscode';
import type { RaceView } from '../protocol/panel.ts';
import type { Diagnostics } from './diagnostics.ts';
import { type Disposable, DisposableStore } from './dispose.ts';
import type { Report } from './report.ts';
import type { RunStore } from './runStore.ts';
import type { RunChange } from './sessionTypes.ts';
import { Settings } from './settings.ts';
import { outcomeText } from './statusText.ts';
import type { TrainingRun } from './trainingRun.ts';
import type { TrainingSession } from './trainingSession.ts';

/** Dragging λ edits the spec many times a second. */
const EDIT_SETTLE_MS = 300;

/** What stays of a file's training outside its panel: its choices, its last run, the marks on its bad cells. */
export class PanelMemory implements Disposable {
  readonly #disposables = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly uri: vscode.Uri,
    private readonly session: TrainingSession,
    private readonly services: {
      readonly store: RunStore;
      readonly report: Report;
      readonly diagnostics: Diagnostics;
    },
  ) {
    this.#disposables.add(session.onChange((change) => this.#changed(change)));
    this.#disposables.add(session.onEdit(() => this.#edited()));
    this.#disposables.add(session.onRaced((race) => this.#raced(race)));
  }

  dispose(): void {
    if (this.#timer) this.#remember();
    this.#disposables.dispose();
    this.services.diagnostics.clear(this.uri);
  }

  #changed({ run, kind }: RunChange): void {
    const { diagnostics } = this.services;
    if (kind === 'began') {
      diagnostics.clear(this.uri);
      this.#remember();
    }
    if (kind === 'data' && run.data) diagnostics.show(this.uri, run.data);
    if (kind === 'done' || kind === 'stopped') this.#ended(run);
    if (kind === 'failed') this.#failed(run);
  }

  #edited(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#remember(), EDIT_SETTLE_MS);
  }

  #remember(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { spec, pace, runs } = this.session;
    const base = new Settings(this.uri).spec.spec;
    const choices = { spec, base, pace, nextNumber: runs.nextNumber };
    void this.services.report.guard(() => this.services.store.remember(this.uri.toString(), choices));
  }

  #ended(run: TrainingRun): void {
    const { number, data, result } = run;
    const outcome = run.status === 'done' ? outcomeText(run) : run.status;
    const facts = [data && `${data.rows.read} rows`, result && `${Math.round(result.elapsedMs)} ms`, outcome];
    this.services.report.info(`${this.uri.path}: run ${number}, ${facts.filter(Boolean).join(', ')}`);
    this.#keep(run);
  }

  #raced(race: RaceView): void {
    const { store, report } = this.services;
    if (race.result) void report.guard(() => store.keepRace(this.uri.toString(), race));
    else if (race.failure) report.info(`${this.uri.path}: the race failed: ${race.failure.message}`);
  }

  #keep(run: TrainingRun): void {
    if (!run.result) return;
    const kept = {
      uri: this.uri.toString(),
      version: this.session.runs.versionOf(run) ?? null,
      view: run.view(),
    };
    void this.services.report.guard(() => this.services.store.keepRun(kept));
  }

  /** Marks the place, and fetches the columns that the panel needs for another choice. */
  #failed({ failure, data }: TrainingRun): void {
    if (!failure) return;
    this.services.report.info(`${this.uri.path}: ${failure.message}`);
    this.services.diagnostics.showFailure(this.uri, failure);
    if (data || !CHOICE_FAILURES.includes(failure.code)) return;
    this.session.inspect().catch((error: unknown) => this.services.report.info(String(error)));
  }
}

/** Failures that another choice of columns gets out of. */
const CHOICE_FAILURES = ['unknown-column', 'no-target', 'no-features', 'no-rows', 'too-many-levels'];
