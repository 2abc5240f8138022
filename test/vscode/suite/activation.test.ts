import assert from 'node:assert/strict';
import { extensions, commands as vscodeCommands } from 'vscode';

interface Manifest {
  readonly contributes: { readonly commands: readonly { readonly command: string }[] };
}

suite('Activation', () => {
  test('every command of the manifest is registered', async () => {
    const extension = extensions.getExtension('ridgeline.ridgeline');
    assert.ok(extension, 'the extension is not installed');
    await extension.activate();
    const registered = await vscodeCommands.getCommands(true);
    const { contributes } = extension.packageJSON as Manifest;
    const missing = contributes.commands
      .map(({ command }) => command)
      .filter((command) => !registered.includes(command));
    assert.deepEqual(missing, []);
  });
});
