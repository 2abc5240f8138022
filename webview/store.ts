import type { RunSpec } from '../src/engine/spec.ts';
import type { FromPanel, ToPanel } from '../src/protocol/panel.ts';
import type { RaceLanes } from '../src/protocol/run.ts';
import type { SearchSettings, TrialReport } from '../src/protocol/search.ts';
import { hasPreviews } from './choices.ts';
import { type Examined, ExamineRequests } from './examineRequests.ts';
import { LambdaRequests } from './lambdaRequests.ts';
import { asTab, type Local, readLocal } from './local.ts';
import { finishedRunId, type Model, receive, restingLambda } from './model.ts';
import { PredictionRequests } from './predictionRequests.ts';
import { RaceTrace } from './raceTrace.ts';
import { Trace } from './trace.ts';
import { specOfTrial } from './views/search/searchSettings.ts';
import type { Host } from './vscode.ts';

/** What views may do; every one of them ends in a message to the host or in a local change. */
export class Store {
  readonly #host: Host;
  readonly #changed: () => void;
  readonly #lambda: LambdaRequests;
  readonly #prediction: PredictionRequests;
  readonly #examine: ExamineRequests;
  #local: Local;
  #model: Model | null = null;

  /** @param changed called after every change, as often as it happens; drawing is the caller's to coalesce. */
  constructor(host: Host, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    this.#local = readLocal(host.getState());
    this.#lambda = new LambdaRequests((message) => this.post(message));
    this.#prediction = new PredictionRequests((message) => this.post(message));
    this.#examine = new ExamineRequests((message) => this.post(message));
  }

  /** Null until the host has sent its state. */
  get model(): Model | null {
    return this.#model;
  }

  post(message: FromPanel): void {
    this.#host.postMessage(message);
  }

  receive(message: ToPanel): void {
    if (message.type === 'look') {
      this.look({ tab: asTab(message.tab) });
      return;
    }
    if (message.type === 'preview' && !this.#lambda.settle(message)) return;
    if (message.type === 'refused' && this.#lambda.settle(message)) {
      if (this.#model) this.#set({ ...this.#model, lambdaRefusal: message.failure.message });
      return;
    }
    if (message.type === 'examining' && !this.#examine.settle(message.requestId)) return;
    if (message.type === 'refused' && this.#examine.settle(message.requestId) && this.#model) {
      // What was cancelled, or gave way to a training, needs no explanation.
      const { code, message: sentence } = message.failure;
      const examineRefusal = code === 'cancelled' ? null : sentence;
      this.#set({ ...this.#model, examining: null, examineRefusal });
      return;
    }
    if (message.type === 'prediction' && !this.#prediction.settle(message.requestId)) return;
    if (message.type === 'refused' && this.#prediction.settle(message.requestId) && this.#model) {
      const predicted = { values: [], notes: [], refusal: message.failure.message };
      this.#set({ ...this.#model, predicted });
      return;
    }
    if (this.#model) this.#set(receive(this.#model, message));
    else if (message.type === 'state') this.#set(this.#first(message));
    if (message.type === 'state') this.#keep();
    if (message.type === 'state' || message.type === 'result') this.#afterRun();
  }

  /** Changes how the panel is looked at. */
  look(change: Partial<Local>): void {
    this.#local = { ...this.#local, ...change };
    this.#keep();
    if (this.#model) this.#set({ ...this.#model, local: this.#local });
  }

  /** Changes the next run. */
  edit(change: Partial<RunSpec>, pace?: number): void {
    const model = this.#model;
    if (!model) return;
    const host = { ...model.host, spec: { ...model.host.spec, ...change }, pace: pace ?? model.host.pace };
    this.#set({ ...model, host });
    this.post({ type: 'edit', spec: host.spec, pace: host.pace });
  }

  /** Trains with the spec as it stands, or with changes to it. */
  train(change: Partial<RunSpec> = {}): void {
    const model = this.#model;
    if (!model) return;
    const spec = { ...model.host.spec, ...change };
    this.#set({ ...model, drag: null, host: { ...model.host, spec } });
    this.post({ type: 'train', spec, pace: model.host.pace });
  }

  /** λ moves under the thumb: the exact solution there is asked for, at most one request at a time. */
  moveLambda(lambda: number): void {
    const model = this.#model;
    if (!model || model.drag === lambda) return;
    this.#set({ ...model, drag: lambda, lambdaRefusal: null });
    const runId = finishedRunId(model);
    if (runId !== null && hasPreviews(model)) this.#lambda.want(runId, lambda);
  }

  /** The thumb is released: the run is repeated with that λ, unless every λ means a long training of its own. */
  commitLambda(lambda: number): void {
    const model = this.#model;
    if (!model) return;
    const asIs = lambda === restingLambda(model) && model.host.run?.result && !model.preview;
    if (asIs) this.#set({ ...model, drag: null });
    else if (!hasPreviews(model)) {
      this.#set({ ...model, drag: null });
      this.edit({ lambda, lambdaChoice: 'given' });
    } else this.train({ lambda, lambdaChoice: 'given' });
  }

  /** Lets cross-validation choose λ, and trains with it. */
  chooseLambda(lambdaChoice: 'min' | '1se'): void {
    if (this.#model) this.train({ lambdaChoice });
  }

  /** Points at a feature, or at none. */
  mark(marked: number | null): void {
    const model = this.#model;
    if (model && (model.marked ?? null) !== marked) this.#set({ ...model, marked });
  }

  /** Asks what is computed of a run only on request. */
  examine(what: Examined, count: number): void {
    const model = this.#model;
    const runId = model ? finishedRunId(model) : null;
    if (!model || runId === null) return;
    this.#set({ ...model, examining: { what, runId, progress: null }, examineRefusal: null });
    this.#examine.want(runId, what, count);
  }

  /** Ends what is being computed on request. */
  cancelExamine(): void {
    const examining = this.#model?.examining;
    if (examining) this.#examine.cancel(examining.runId);
  }

  /** Races with the spec as it stands. */
  race(lanes: RaceLanes): void {
    const model = this.#model;
    if (!model) return;
    const spec = { ...model.host.spec, lambda: restingLambda(model), lambdaChoice: 'given' as const };
    this.post({ type: 'race', spec, lanes });
  }

  /** Searches with the spec as it stands. */
  search(settings: SearchSettings): void {
    if (this.#model) this.post({ type: 'search', spec: this.#model.host.spec, settings });
  }

  /** Puts the settings of a trial in force and trains with them: a run of its own. */
  useTrial(trial: TrialReport): void {
    const search = this.#model?.host.search;
    if (this.#model && search) this.train(specOfTrial(this.#model, search, trial));
  }

  /** Asks what the model in sight predicts for one case. */
  predict(cells: Readonly<Record<string, string>>): void {
    const model = this.#model;
    const runId = model ? finishedRunId(model) : null;
    if (!model || runId === null) return;
    const lambda = model.preview ? model.preview.view.lambda : null;
    this.#prediction.want(runId, cells, lambda);
  }

  #first(message: Extract<ToPanel, { type: 'state' }>): Model {
    const trace = new Trace();
    const raceTrace = new RaceTrace(null);
    const blank = {
      trace,
      traceVersion: 0,
      raceTrace,
      raceVersion: 0,
      held: null,
      drag: null,
      preview: null,
      predicted: null,
      lambdaRefusal: null,
      examining: null,
      examineRefusal: null,
    };
    return receive({ ...blank, host: message.state, local: this.#local }, message);
  }

  /** A thumb that moved while nothing could answer gets its answer once a run has finished. */
  #afterRun(): void {
    const model = this.#model;
    if (!model || model.drag === null) return;
    const runId = finishedRunId(model);
    if (runId !== null && hasPreviews(model)) this.#lambda.want(runId, model.drag);
  }

  /** VS Code keeps how the panel is looked at, and the file it belongs to: a window restart restores it from that. */
  #keep(): void {
    const uri = this.#model?.host.file.uri;
    this.#host.setState(uri === undefined ? this.#local : { ...this.#local, uri });
  }

  #set(model: Model): void {
    this.#model = model;
    this.#changed();
  }
}
