import * as vscode from 'vscode';
import type { Catalog, PanelState, ToPanel } from '../protocol/panel.ts';
import { parseFromPanel } from '../protocol/parse.ts';
import type { Diagnostics } from './diagnostics.ts';
import { DisposableStore, Emitter } from './dispose.ts';
import { shownPath } from './fileSet.ts';
import { fileName } from './fileSource.ts';
import { FileWatch } from './fileWatch.ts';
import { PanelChannel } from './panelChannel.ts';
import { panelHtml } from './panelHtml.ts';
import { PanelMemory } from './panelMemory.ts';
import { PanelRequests } from './panelRequests.ts';
import { SearchMemory } from './searchMemory.ts';
import { makeSession, type SessionServices } from './sessionFactory.ts';
import type { RunChange } from './sessionTypes.ts';
import { STORED } from './storedVersion.ts';
import { TrainingRun } from './trainingRun.ts';
import type { TrainingSession } from './trainingSession.ts';

/** What every panel works with. */
export interface PanelServices extends SessionServices {
  readonly extensionUri: vscode.Uri;
  readonly diagnostics: Diagnostics;
  /** What can be chosen; loads the registries when it is first asked for. */
  catalog(): Promise<Catalog>;
}

/** The panel of one file: its page in VS Code, and the session that trains behind it. */
export class TrainingPanel implements vscode.Disposable {
  readonly session: TrainingSession;
  readonly #store = new DisposableStore();
  readonly #disposed = this.#store.add(new Emitter<void>());
  readonly #viewed = this.#store.add(new Emitter<void>());
  readonly #channel: PanelChannel;
  readonly #watch: FileWatch;
  readonly #requests: PanelRequests;
  readonly #searchRestored: Promise<void>;
  #catalog: Catalog = { models: [], solvers: [], initializers: [], schedules: [], searches: [] };
  #stale = false;
  /** The tab that the page is to show when it is ready. */
  #tab: string | null = null;

  constructor(
    readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly services: PanelServices,
  ) {
    this.#watch = this.#store.add(new FileWatch(uri));
    this.session = this.#store.add(
      makeSession(uri, services, (version, now) => this.#watch.isCurrent(version, now)),
    );
    this.#channel = this.#store.add(
      new PanelChannel(
        (message) => this.#send(message),
        () => this.state(),
      ),
    );
    const page = { ready: () => this.#ready(), viewColumn: () => this.viewColumn };
    this.#requests = new PanelRequests(uri, this.session, this.#channel, page, services);
    this.#store.add(new PanelMemory(uri, this.session, services));
    this.#store.add(new SearchMemory(uri.toString(), this.session, services));
    this.#listen();
    this.#load();
    this.#searchRestored = services.report.guard(() => this.#restoreSearch());
  }

  /** Once, when the panel was closed or disposed. */
  readonly onDispose = this.#disposed.on;
  /** The panel became visible, hidden, active or not. */
  readonly onView = this.#viewed.on;

  get name(): string {
    return fileName(this.uri);
  }

  get visible(): boolean {
    return !this.#store.disposed && this.panel.visible;
  }

  get active(): boolean {
    return !this.#store.disposed && this.panel.active;
  }

  get viewColumn(): vscode.ViewColumn | undefined {
    return this.#store.disposed ? undefined : this.panel.viewColumn;
  }

  get stale(): boolean {
    return this.#stale;
  }

  /** Everything the panel draws. */
  state(): PanelState {
    return {
      file: {
        name: this.name,
        path: shownPath(this.uri),
        uri: this.uri.toString(),
      },
      catalog: this.#catalog,
      ...this.session.state(),
      stale: this.#stale,
    };
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Trains with what the controls show; resolves when the run has ended. */
  rerun(): Promise<TrainingRun> {
    return this.session.train(this.session.spec, this.session.pace);
  }

  /** Shows the last run of an earlier window, else the file's columns to choose from. */
  async restoreRun(): Promise<void> {
    const { store } = this.services;
    await this.#searchRestored;
    const kept = await store.keptRun(this.uri.toString());
    if (!kept) {
      await this.session.inspect();
      return;
    }
    const run = TrainingRun.restore(kept.view);
    if (kept.version?.startsWith(STORED)) this.session.runs.setVersion(run, kept.version);
    this.session.restore(run, await store.keptRace(this.uri.toString()));
    this.#watch.look();
  }

  /** Brings a tab of the page to the front, as soon as the page is there. */
  look(tab: string): void {
    this.#tab = tab;
    this.#showTab();
  }

  /** Takes a message as if the page had sent it. */
  receive(value: unknown): void {
    const parsed = parseFromPanel(value);
    if (parsed.ok) void this.services.report.guard(() => this.#requests.handle(parsed.message));
    else this.services.report.problem(`A message of the panel could not be read: ${parsed.reason}`);
  }

  dispose(): void {
    if (this.#store.disposed) return;
    this.#disposed.fire();
    this.#store.dispose();
    this.panel.dispose();
  }

  /** However the panel was opened, what was searched in the file is there, and can go on. */
  async #restoreSearch(): Promise<void> {
    const search = await this.services.store.keptSearch(this.uri.toString());
    if (search) this.session.restoreSearch(search);
  }

  #listen(): void {
    const { session } = this;
    this.#store.add(session.onMessage((message) => this.#channel.post(message)));
    this.#store.add(session.onRedraw(() => this.#redraw()));
    this.#store.add(session.onChange((change) => this.#runChanged(change)));
    this.#store.add(this.#watch.onVersion((version) => this.#versionSeen(version)));
    this.#store.add(this.panel.onDidDispose(() => this.dispose()));
    this.#store.add(this.panel.onDidChangeViewState(() => this.#viewChanged()));
    this.#store.add(this.panel.webview.onDidReceiveMessage((value) => this.receive(value)));
  }

  #load(): void {
    const dist = vscode.Uri.joinPath(this.services.extensionUri, 'dist');
    const { webview } = this.panel;
    webview.options = { enableScripts: true, localResourceRoots: [dist] };
    webview.html = panelHtml({
      cspSource: webview.cspSource,
      script: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'panel.js')).toString(),
      style: webview.asWebviewUri(vscode.Uri.joinPath(dist, 'panel.css')).toString(),
      nonce: crypto.randomUUID().replaceAll('-', ''),
      language: vscode.env.language,
      title: this.panel.title,
    });
  }

  /** Another run may be shown, trained on another version. */
  #redraw(): void {
    this.#channel.sync();
    this.#watch.look();
  }

  async #ready(): Promise<void> {
    this.#catalog = await this.services.catalog();
    if (!this.visible) return;
    this.#requests.abandon();
    this.#channel.ready();
    this.#showTab();
  }

  #showTab(): void {
    if (this.#tab === null || !this.#channel.live) return;
    this.#channel.post({ type: 'look', tab: this.#tab });
    this.#tab = null;
  }

  #send(message: ToPanel): void {
    void this.panel.webview.postMessage(message);
  }

  #runChanged({ kind }: RunChange): void {
    if (kind === 'began') this.#setStale(false);
    // Only now is it known how the last good model differs from this run.
    if (kind === 'failed') this.#channel.sync();
    if (!this.session.runs.active) this.#watch.look();
  }

  /** Compares what is there now with what the shown run was trained on. */
  #versionSeen(version: string | undefined): void {
    const { shown } = this.session.runs;
    const trained = shown ? this.session.runs.versionOf(shown) : undefined;
    this.#setStale(trained !== undefined && !this.#watch.isCurrent(trained, version));
  }

  #setStale(stale: boolean): void {
    if (stale === this.#stale) return;
    this.#stale = stale;
    this.#channel.post({ type: 'stale', stale });
  }

  #viewChanged(): void {
    if (this.panel.visible) {
      this.#watch.look();
    } else {
      this.#channel.hidden();
      this.#requests.abandon();
    }
    this.#viewed.fire();
  }
}
