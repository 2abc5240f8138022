import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { installExtension } from '../../../scripts/lib/extension.mjs';
import { ROOT } from '../../../scripts/lib/run.mjs';
import { startServer } from '../../../scripts/lib/vscodeServer.mjs';

/** The workbench's themes that pictures and contrast tests are taken in. */
export const THEMES = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  highContrast: 'Default High Contrast',
  highContrastLight: 'Default High Contrast Light',
} as const;

export interface StartOptions {
  /** Dark by default. */
  readonly theme?: keyof typeof THEMES;
  /** Copied into the workspace; the project's `examples` by default, null for an empty workspace. */
  readonly folder?: string | null;
  /** More files of the workspace, by their path in it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** User settings beside those that keep VS Code quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** VS Code's own test mode: notifications are hidden. */
  readonly smoke?: boolean;
  /** An unpacked extension to install in place of Ridgeline as it is packaged from `dist`. */
  readonly extension?: string;
  /** Unpacked extensions to install beside it, for what a test does to the extension host. */
  readonly companions?: readonly string[];
}

/** A running VS Code server with the extension installed and a workspace of its own. */
export interface VsCode {
  readonly baseUrl: string;
  /** The workspace's folder: a copy, free to be changed. */
  readonly folder: string;
  /** What the server has printed. */
  log(): string;
  /** Ends the server and removes its profile and workspace. */
  stop(): Promise<void>;
}

/** Starts VS Code with a fresh profile, the extension as it is packaged, and a copy of a workspace. */
export async function startVsCode(options: StartOptions = {}): Promise<VsCode> {
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'ridgeline-e2e-'));
  const remove = () => rm(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  try {
    const folder = await makeWorkspace(path.join(temporary, 'workspace'), options);
    const extensionsDir = path.join(temporary, 'extensions');
    if (options.extension)
      await cp(options.extension, path.join(extensionsDir, 'given'), { recursive: true });
    else await installExtension(extensionsDir);
    for (const companion of options.companions ?? [])
      await cp(companion, path.join(extensionsDir, path.basename(companion)), { recursive: true });
    const server = await startServer({
      extensionsDir,
      settings: { 'workbench.colorTheme': THEMES[options.theme ?? 'dark'], ...options.settings },
      smoke: options.smoke ?? false,
      unattended: true,
    });
    const stop = async () => {
      await server.stop();
      await remove();
    };
    return { baseUrl: server.baseUrl, folder, log: server.log, stop };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function makeWorkspace(folder: string, options: StartOptions): Promise<string> {
  await mkdir(folder, { recursive: true });
  const source = options.folder === undefined ? path.join(ROOT, 'examples') : options.folder;
  if (source !== null) await cp(source, folder, { recursive: true });
  for (const [name, content] of Object.entries(options.files ?? {})) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return folder;
}
