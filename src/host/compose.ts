import type * as vscode from 'vscode';
import type { Catalog } from '../protocol/panel.ts';
import { commandRunner, type RunCommand } from './commands.ts';
import { CsvFolders } from './csvFolders.ts';
import { Diagnostics } from './diagnostics.ts';
import { StorageFolder } from './files.ts';
import { Panels } from './panels.ts';
import { ProgressNotice } from './progressNotice.ts';
import type { Report } from './report.ts';
import { RunStore } from './runStore.ts';
import { StatusBar } from './statusBar.ts';
import type { Platform } from './workerHandle.ts';

/** What the tests in the extension host look at. */
export interface TestingApi {
  readonly panels: Panels;
  readonly store: RunStore;
  readonly diagnostics: Diagnostics;
  /** Starts the workers; a test may replace `startWorker`. */
  readonly platform: Platform;
}

/** The host as the extension's entry uses it. */
export interface Host extends TestingApi {
  readonly run: RunCommand;
}

/** Puts the host together; everything ends with the context. */
export function compose(context: vscode.ExtensionContext, platform: Platform, report: Report): Host {
  const { workspaceState, storageUri, globalStorageUri, extensionUri, subscriptions } = context;
  const folder = new StorageFolder(storageUri ?? globalStorageUri, platform);
  const store = new RunStore(workspaceState, folder);
  const diagnostics = new Diagnostics();
  const services = { extensionUri, platform, store, report, diagnostics, catalog: loadCatalog };
  const panels = new Panels(services);
  subscriptions.push(
    diagnostics,
    panels,
    new StatusBar(panels),
    new ProgressNotice(panels),
    new CsvFolders((text) => report.problem(text)),
  );
  const run = commandRunner({ panels, platform, store, report, catalog: loadCatalog });
  return { panels, store, diagnostics, platform, run };
}

/** The registries bring the whole linear algebra along: they are loaded with the first panel. */
async function loadCatalog(): Promise<Catalog> {
  const { catalog } = await import('./catalog.ts');
  return catalog();
}
