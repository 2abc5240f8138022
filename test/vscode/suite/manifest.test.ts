import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { testing } from './helpers.ts';

interface Menu {
  readonly command: string;
  readonly when?: string;
}

const manifest = () => vscode.extensions.getExtension('ridgeline.ridgeline')?.packageJSON;

suite('manifest', () => {
  test('every command is registered', async () => {
    await testing();
    const known = await vscode.commands.getCommands(true);
    const contributed = manifest().contributes.commands.map(({ command }: Menu) => command);
    assert.equal(contributed.length, 9);
    for (const command of contributed) assert.ok(known.includes(command), command);
  });

  test('context menus are on CSV files in any letter case, and on nothing else', () => {
    const menus: Record<string, Menu[]> = manifest().contributes.menus;
    for (const place of ['explorer/context', 'editor/title/context', 'editor/title']) {
      const when = menus[place]?.find(({ command }) => command === 'ridgeline.train')?.when ?? '';
      const [, extension = ''] = /resourceExtname =~ \/(.*?)\/i/.exec(when) ?? [];
      const [, name = ''] = /resourceFilename =~ \/(.*?)\/i/.exec(when) ?? [];
      const offered = (file: string) =>
        new RegExp(extension, 'i').test(/\.[^.]*$/.exec(file)?.[0] ?? '') || new RegExp(name, 'i').test(file);
      for (const file of ['a.csv', 'a.CSV', 'a.tsv', 'a.Tab', 'a.csv.gz', 'A.CSV.GZ'])
        assert.ok(offered(file), `${place}: ${file}`);
      for (const file of ['a.txt', 'csv', 'a.csv.bak', 'a.gz', 'acsv', 'a.json', 'a.tar.gz'])
        assert.ok(!offered(file), `${place}: ${file}`);
    }
  });

  test('folders are offered until it is known which hold several CSV files, then only these', () => {
    const menus: Record<string, Menu[]> = manifest().contributes.menus;
    const of = (place: string) => menus[place]?.find(({ command }) => command === 'ridgeline.trainFolder');
    assert.equal(
      of('explorer/context')?.when,
      'explorerResourceIsFolder && (!ridgeline.started || resourcePath in ridgeline.csvFolders)',
    );
    assert.equal(of('commandPalette')?.when, 'false');
  });

  test('settings have their defaults and one line of description each', () => {
    const settings = vscode.workspace.getConfiguration('ridgeline');
    assert.equal(settings.get('lambda'), null);
    assert.equal(settings.get('lambdaChoice'), 'min');
    assert.equal(settings.get('split'), 'random:0.2');
    assert.equal(settings.get('solver'), 'auto');
    assert.equal(settings.get('learningRate'), 'auto');
    assert.equal(settings.get('notifications'), true);
    const properties: Record<string, { description: string }> =
      manifest().contributes.configuration.properties;
    for (const [name, { description }] of Object.entries(properties)) {
      assert.ok(description.length > 10 && !description.startsWith('%'), name);
      assert.ok(!description.includes('\n') && description.length < 100, name);
    }
  });

  test('nothing activates it but its own commands and panels', () => {
    assert.deepEqual(manifest().activationEvents, ['onWebviewPanel:ridgeline.training']);
  });
});
