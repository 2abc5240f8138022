import * as vscode from 'vscode';
import { SECTION, SETTINGS, type SettingName } from './contributions.ts';
import { type SettingsSpec, settingsSpec } from './settingsSpec.ts';

/** The settings as they hold for one file. */
export class Settings {
  readonly #values: vscode.WorkspaceConfiguration;

  constructor(uri: vscode.Uri | null) {
    this.#values = vscode.workspace.getConfiguration(SECTION, uri);
  }

  /** The spec that a file without choices of its own is trained with. */
  get spec(): SettingsSpec {
    return settingsSpec(Object.fromEntries(SETTINGS.map((name) => [name, this.#values.get(name)])));
  }

  get memoryLimitMB(): number {
    return this.#number('memoryLimitMB', 1024, 16);
  }

  /** Threads that read large files; 0: one less than there are cores. */
  get workers(): number {
    return this.#number('workers', 0, 0);
  }

  /** Iterations shown a second; 0: as fast as it goes. */
  get pace(): number {
    return this.#number('pace', 0, 0);
  }

  get notifications(): boolean {
    return this.#values.get('notifications' satisfies SettingName) !== false;
  }

  #number(name: SettingName, fallback: number, min: number): number {
    const value = this.#values.get(name);
    return typeof value === 'number' && Number.isFinite(value) && value >= min ? value : fallback;
  }
}
