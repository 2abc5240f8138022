import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { closeAll, edit, ended, example, line, temporaryFile, testing, train, until } from './helpers.ts';

suite('training', () => {
  teardown(closeAll);

  test('a CSV becomes a model beside the code, with nothing asked', async () => {
    await vscode.window.showTextDocument(example('diabetes.csv'));
    const { panel, run } = await train(example('diabetes.csv'));
    assert.equal(run.status, 'done');
    assert.deepEqual(run.data?.targets, ['progression']);
    assert.ok((run.result?.now.scores.test?.r2 ?? 0) > 0.3);
    assert.equal(run.data?.rows.read, 442);
    const tab = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .find(({ label }) => label === 'Ridgeline: diabetes.csv');
    assert.equal(tab?.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(panel.state().runs.length, 1);
    const { initializers, solvers } = await until('the catalog', () => {
      const { catalog } = panel.state();
      return catalog.solvers.length > 0 && catalog;
    });
    assert.ok(initializers.length >= 13 && solvers.length >= 3);
  });

  test('one panel a file, whatever it is opened by', async () => {
    const uri = example('diabetes.csv');
    const first = await train(uri);
    await vscode.commands.executeCommand('ridgeline.train', uri);
    await ended(first.panel, first.run.number + 1);
    await vscode.commands.executeCommand('ridgeline.showPanel', uri);
    const { panels } = await testing();
    assert.deepEqual(panels.all, [first.panel]);
    const second = await train(example('iris.csv'));
    assert.equal(panels.all.length, 2);
    assert.equal(second.panel.viewColumn, first.panel.viewColumn);
  });

  test('the active CSV is trained on from the palette; the panel in front is rerun', async () => {
    const { panels } = await testing();
    await vscode.window.showTextDocument(example('longley.csv'));
    await vscode.commands.executeCommand('ridgeline.train');
    const panel = await until('a panel', () => panels.get(example('longley.csv')));
    const run = await ended(panel);
    await vscode.commands.executeCommand('ridgeline.rerun');
    assert.equal((await ended(panel, run.number + 1)).status, 'done');
  });

  test('the files that are selected, as one', async () => {
    const { panels, store } = await testing();
    const first = temporaryFile('first.csv', line(30));
    const second = vscode.Uri.joinPath(first, '../second.csv');
    writeFileSync(second.fsPath, line(20));
    const notes = temporaryFile('notes.txt', 'no rows');
    await vscode.commands.executeCommand('ridgeline.train', first, [second, notes, first]);
    const panel = await until('a panel', () => panels.all[0]);
    const run = await ended(panel);
    assert.equal(run.status, 'done', run.failure?.message);
    assert.equal(panel.name, 'first.csv and 1 more');
    assert.equal(run.data?.rows.read, 50);
    assert.ok(store.usedAt(panel.uri.toString()) > 0);
    writeFileSync(second.fsPath, line(25));
    await until('the change of one of them', () => panel.stale);
    await vscode.commands.executeCommand('ridgeline.rerun');
    assert.equal((await ended(panel, run.number + 1)).data?.rows.read, 55);
    await vscode.commands.executeCommand('ridgeline.trainFolder', vscode.Uri.joinPath(first, '..'));
    assert.equal((await ended(panel, run.number + 2)).data?.rows.read, 55);
    // Clicked on alone it is itself.
    assert.equal((await train(second)).panel.name, 'second.csv');
  });

  test('a compressed file', async () => {
    const uri = temporaryFile('Line.CSV.GZ', gzipSync(line(50)));
    const { run } = await train(uri);
    assert.equal(run.data?.rows.read, 50);
    assert.equal(run.data?.dialect.gzip, true);
  });

  test('a file of a virtual workspace', async () => {
    const uri = vscode.Uri.parse('ridgeline-test:/folder/line.csv');
    const provider = virtualFile(new TextEncoder().encode(line(40)));
    const registered = vscode.workspace.registerFileSystemProvider('ridgeline-test', provider, {
      isReadonly: true,
    });
    try {
      assert.equal((await train(uri)).run.data?.rows.read, 40);
    } finally {
      registered.dispose();
    }
  });

  test('a file that is gone fails with a sentence', async () => {
    const { run } = await train(vscode.Uri.file('/nowhere/at/all.csv'));
    assert.equal(run.failure?.code, 'unreadable');
    assert.match(run.failure?.message ?? '', /^all\.csv cannot be read/);
  });

  test('a target that is not there fails, and the columns are offered all the same', async () => {
    const uri = temporaryFile('line.csv', line(30));
    const { panels } = await testing();
    const panel = panels.open(uri);
    const spec = { ...panel.session.spec, target: ['z'] };
    panel.receive({ type: 'train', spec, pace: 0 });
    assert.equal((await ended(panel)).failure?.code, 'unknown-column');
    await until('the columns', () => panel.state().columns.length === 2);
  });

  test('a name that is HTML is text', async () => {
    const uri = temporaryFile('<b>x.csv', '<img src=x onerror=alert(1)>,y\n1,2\n2,3\n3,5\n4,4\n5,7\n6,6\n');
    const { panel, run } = await train(uri);
    assert.equal(run.status, 'done');
    assert.equal(panel.state().file.name, '<b>x.csv');
  });
});

suite('what is trained on', () => {
  teardown(closeAll);

  test('unsaved changes count, saving them changes nothing, another change makes the model stale', async () => {
    const uri = temporaryFile('line.csv', line(30));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await edit(document, line(45));
    const { panel, run } = await train(uri);
    assert.equal(run.data?.rows.read, 45);
    assert.ok(await document.save());
    await settle();
    assert.equal(panel.stale, false);
    await edit(document, line(60));
    await until('stale', () => panel.stale);
    await vscode.commands.executeCommand('ridgeline.rerun', uri);
    assert.equal((await ended(panel, run.number + 1)).data?.rows.read, 60);
    assert.equal(panel.stale, false);
    await document.save();
  });

  test('a change on disk makes the model stale until the next run', async () => {
    const uri = temporaryFile('line.csv', line(30));
    const { panel, run } = await train(uri);
    await settle();
    assert.equal(panel.stale, false);
    writeFileSync(uri.fsPath, line(35));
    await until('stale', () => panel.stale);
    assert.equal(panel.state().stale, true);
    await vscode.commands.executeCommand('ridgeline.rerun', uri);
    assert.equal((await ended(panel, run.number + 1)).data?.rows.read, 35);
    assert.equal(panel.stale, false);
  });
});

/** Longer than a change of the file takes to be looked at. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 400));

function virtualFile(bytes: Uint8Array): vscode.FileSystemProvider {
  const no = () => {
    throw vscode.FileSystemError.NoPermissions();
  };
  return {
    onDidChangeFile: () => ({ dispose() {} }),
    watch: () => ({ dispose() {} }),
    stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 1, size: bytes.length }),
    readFile: () => bytes,
    readDirectory: no,
    createDirectory: no,
    writeFile: no,
    delete: no,
    rename: no,
  };
}
