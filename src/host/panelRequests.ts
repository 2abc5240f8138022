import * as vscode from 'vscode';
import type { FromPanel } from '../protocol/panel.ts';
import { toFailure } from './failures.ts';
import { revealCell, saveModel } from './panelActions.ts';
import type { PanelChannel } from './panelChannel.ts';
import type { Report } from './report.ts';
import type { TrainingSession } from './trainingSession.ts';
import type { Platform } from './workerHandle.ts';
import type { Reply } from './workerLink.ts';

/** The panel as far as its page asks for it. */
export interface PageAccess {
  /** The page has loaded, for the first time or again. */
  ready(): unknown;
  viewColumn(): vscode.ViewColumn | undefined;
}

/** Carries out what the page of one file's panel asks for. */
export class PanelRequests {
  /** Runs of which the page that is there now has asked to have something examined. */
  readonly #examined = new Set<string>();

  constructor(
    private readonly uri: vscode.Uri,
    private readonly session: TrainingSession,
    private readonly channel: PanelChannel,
    private readonly page: PageAccess,
    private readonly services: { readonly report: Report; readonly platform: Platform },
  ) {}

  handle(message: FromPanel): unknown {
    const { session } = this;
    switch (message.type) {
      case 'ready':
        return this.page.ready();
      case 'train':
        return session.train(message.spec, message.pace);
      case 'edit':
        return session.edit(message.spec, message.pace);
      case 'pause':
      case 'step':
      case 'resume':
        return session.control(message.type, message.runId);
      case 'stop':
        return session.stop(session.runs.find(message.runId));
      case 'examine':
      case 'preview':
      case 'predict':
        return this.#ask(message);
      case 'cancelExamine':
        return session.cancelExamine(message.runId);
      case 'race':
        return session.race(message.spec, message.lanes);
      case 'stopRace':
        return session.stopRace();
      case 'search':
        return session.search(message.spec, message.settings);
      case 'resumeSearch':
        return session.resumeSearch(message.trials);
      case 'stopSearch':
        return session.stopSearch();
      case 'select':
        return session.select(message.runId);
      case 'recover':
        return session.recover(message.runId);
      default:
        return this.#handleOutside(message);
    }
  }

  /** The page is gone, or another one is there: nobody waits for what it had examined. */
  abandon(): void {
    for (const runId of this.#examined) this.session.cancelExamine(runId);
    this.#examined.clear();
  }

  /** What concerns VS Code and not the training. */
  #handleOutside(message: OutsideRequest): unknown {
    switch (message.type) {
      case 'reveal':
        return revealCell(this.uri, message, this.page.viewColumn());
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'saveModel': {
        const run = this.session.runs.find(message.runId);
        return run && saveModel(this.uri, run, this.services.platform);
      }
      case 'showLog':
        return this.services.report.show();
      case 'problem':
        return this.services.report.problem(`The panel failed: ${message.message}`);
    }
  }

  /** Answers with the worker's reply or with a refusal, unless the page was loaded anew in between. */
  async #ask(message: Extract<FromPanel, { type: 'preview' | 'predict' | 'examine' }>): Promise<void> {
    const { epoch } = this.channel;
    const { runId, requestId } = message;
    if (message.type === 'examine') this.#examined.add(runId);
    let reply: Reply;
    try {
      reply = await this.session.ask(message, (progress) => {
        if (epoch === this.channel.epoch)
          this.channel.post({ type: 'examining', runId, requestId, progress });
      });
    } catch (error) {
      reply = { type: 'refused', runId, requestId, failure: toFailure(error) };
    }
    if (epoch !== this.channel.epoch || reply.type === 'columns') return;
    this.channel.post({ ...reply, requestId });
  }
}

type OutsideRequest = Extract<FromPanel, { type: 'reveal' | 'copy' | 'saveModel' | 'showLog' | 'problem' }>;
