import * as vscode from 'vscode';
import type { Catalog } from '../protocol/panel.ts';
import { COMMANDS, type CommandName } from './contributions.ts';
import { csvsIn } from './csvFolders.ts';
import { activeCsv, isCsv, isWebviewInFront, pickCsv } from './csvPicker.ts';
import { together } from './fileSet.ts';
import { fileName } from './fileSource.ts';
import type { Panels } from './panels.ts';
import type { Report } from './report.ts';
import type { RunStore } from './runStore.ts';
import { makeSession, type SessionServices } from './sessionFactory.ts';
import { askOptions, askRacers } from './trainingOptions.ts';
import type { TrainingPanel } from './trainingPanel.ts';

export interface CommandServices extends SessionServices {
  readonly panels: Panels;
  catalog(): Promise<Catalog>;
}

type Handlers = { readonly [Name in CommandName]: (uri?: vscode.Uri) => unknown };

/** Carries out a command of package.json; what VS Code gives it may be the file that was clicked on, and all that are selected. */
export type RunCommand = (name: CommandName, argument: unknown, selection?: unknown) => Promise<void>;

export function commandRunner(services: CommandServices): RunCommand {
  const handlers = handlersOf(services);
  return (name, argument, selection) =>
    services.report.guard(() => handlers[name](chosenFiles(argument, selection)));
}

/** What was clicked on: where several CSV files are selected in the explorer, all of them as one. */
function chosenFiles(argument: unknown, selection: unknown): vscode.Uri | undefined {
  const isUri = (value: unknown): value is vscode.Uri => value instanceof vscode.Uri;
  if (!isUri(argument)) return undefined;
  const others = Array.isArray(selection) ? selection.filter(isUri).filter(isCsv) : [];
  return isCsv(argument) && others.length > 1 ? together([argument, ...others]) : argument;
}

/** What every command does; the compiler sees to it that none is missing. */
function handlersOf(services: CommandServices): Handlers {
  const { panels, store, report } = services;
  const choose = async (given: vscode.Uri | undefined, title: string) =>
    given ?? activePanel(panels)?.uri ?? activeCsv() ?? (await pickCsv(store, title));
  return {
    async train(given) {
      const uri = await choose(given, 'Train ridge model');
      if (uri) trainIn(panels.open(uri), report);
    },
    async trainFolder(given) {
      if (given) trainIn(panels.open(await csvsIn(given)), report);
    },
    async trainWithOptions(given) {
      const uri = await choose(given, 'Train ridge model with options');
      if (uri) await trainWithOptions(uri, services);
    },
    async rerun(given) {
      const panel = (given && panels.get(given)) ?? panels.current ?? (await openLast(panels, store));
      if (panel) {
        panel.reveal();
        trainIn(panel, report);
      } else {
        sayNothingTrained();
      }
    },
    async race(given) {
      const uri = await choose(given, 'Race solvers');
      if (uri) await race(panels.open(uri), services);
    },
    async search(given) {
      const uri = await choose(given, 'Search hyperparameters');
      if (uri) await showSearch(uri, panels);
    },
    async stop() {
      await panels.running?.session.stop();
    },
    async showPanel(given) {
      const uri = given ?? activeCsv();
      const panel = (uri && panels.get(uri)) ?? (given ? undefined : panels.current);
      if (panel) panel.reveal();
      else await showWithLastRun(panels, uri ?? (await choose(undefined, 'Show training panel')));
    },
    showLog: () => report.show(),
  };
}

function activePanel(panels: Panels): TrainingPanel | undefined {
  return isWebviewInFront() ? panels.all.find((panel) => panel.active) : undefined;
}

/** The run itself is awaited by no command: the panel shows how it goes, and a command that hangs helps nobody. */
function trainIn(panel: TrainingPanel, report: Report): void {
  void report.guard(() => panel.rerun());
}

/** Asks first, so that a cancelled question leaves no empty panel behind. */
async function trainWithOptions(uri: vscode.Uri, services: CommandServices): Promise<void> {
  const { panels, report } = services;
  const open = panels.get(uri);
  const session = open?.session ?? makeSession(uri, services);
  try {
    const reading = { location: vscode.ProgressLocation.Window, title: `Reading ${fileName(uri)}…` };
    const columns = await vscode.window.withProgress(reading, () => session.inspect());
    const catalog = await services.catalog();
    const spec = await askOptions(fileName(uri), columns, catalog, session.spec);
    if (!spec) return;
    const panel = panels.open(uri);
    void report.guard(() => panel.session.train(spec, panel.session.pace));
  } finally {
    if (session !== open?.session) session.dispose();
  }
}

/** Races the chosen solvers from the start and at the learning rate that the file's controls show. */
async function race(panel: TrainingPanel, { report, catalog }: CommandServices): Promise<void> {
  const { spec, runs } = panel.session;
  const model = spec.model === 'auto' ? (runs.shown?.data?.model ?? null) : spec.model;
  const solvers = await askRacers(panel.name, await catalog(), spec, model);
  if (!solvers) return;
  const { initializer, learningRate } = spec;
  panel.look('race');
  const lanes = { solvers, initializers: [initializer.id], learningRates: [learningRate] };
  void report.guard(() => panel.session.race(spec, lanes));
}

/** Opens the search of a file; a panel that was closed is there again with its last run and its last search. */
async function showSearch(uri: vscode.Uri, panels: Panels): Promise<void> {
  const known = panels.get(uri);
  const panel = panels.open(uri);
  panel.look('search');
  if (!known) await panel.restoreRun();
}

async function showWithLastRun(panels: Panels, uri: vscode.Uri | undefined): Promise<void> {
  if (uri) await panels.open(uri).restoreRun();
}

/** The file of the last training, where this window has not trained yet. */
async function openLast(panels: Panels, store: RunStore): Promise<TrainingPanel | undefined> {
  const last = store.lastUsed();
  return last === undefined ? undefined : panels.open(vscode.Uri.parse(last));
}

function sayNothingTrained(): void {
  const train = 'Train ridge model';
  void vscode.window
    .showInformationMessage('Nothing has been trained in this workspace yet.', train)
    .then((choice) => choice && vscode.commands.executeCommand(COMMANDS.train));
}
