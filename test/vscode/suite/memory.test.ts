import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { closeAll, ended, line, temporaryFile, testing, train, until } from './helpers.ts';

const open = (uri: vscode.Uri) =>
  vscode.window.createWebviewPanel(
    'ridgeline.training',
    `Ridgeline: ${uri.path.split('/').at(-1)}`,
    vscode.ViewColumn.Two,
  );

/** Rows that no two settings fit alike. */
const waves = (rows: number): string =>
  `a,b,y\n${Array.from({ length: rows }, (_, i) => `${Math.sin(i)},${Math.cos(5 * i)},${Math.sin(i) + Math.sin(11 * i * i)}\n`).join('')}`;

suite('memory', () => {
  teardown(closeAll);

  test('choices are remembered per file, run numbers go on', async () => {
    const uri = temporaryFile('line.csv', line(30));
    const { panel } = await train(uri);
    const chosen = { ...panel.session.spec, lambda: 7, split: { kind: 'every' as const, every: 3 } };
    panel.receive({ type: 'train', spec: chosen, pace: 20 });
    await ended(panel, 2);
    panel.receive({ type: 'edit', spec: { ...chosen, lambda: 8 }, pace: 20 });
    panel.dispose();
    const again = await train(uri);
    assert.deepEqual(again.run.spec, { ...chosen, lambda: 8 });
    assert.equal(again.panel.session.pace, 20);
    assert.equal(again.run.number, 3);
    const other = await train(temporaryFile('line.csv', line(30)));
    assert.equal(other.run.spec.lambda, 1);
  });

  test('a panel of an earlier window shows its last run, and a rerun is one click away', async () => {
    const { panels, store } = await testing();
    const uri = temporaryFile('line.csv', line(30));
    const { panel, run } = await train(uri);
    const kept = () => store.keptRun(uri.toString());
    while (!(await kept())) await new Promise((resolve) => setTimeout(resolve, 20));
    panel.dispose();
    await panels.deserializeWebviewPanel(open(uri), { uri: uri.toString() });
    const restored = panels.get(uri);
    assert.ok(restored);
    const shown = restored.state().run;
    assert.equal(shown?.restored, true);
    assert.equal(shown?.number, run.number);
    assert.deepEqual(shown?.result?.now, run.result?.now);
    assert.ok(restored.state().columns.length > 0);
    restored.receive({ type: 'train', spec: restored.session.spec, pace: 0 });
    const next = await ended(restored, run.number + 1);
    assert.deepEqual([next.status, next.restored], ['done', false]);
  });

  test('a panel without a state is found by its name; a strange one is closed', async () => {
    const { panels } = await testing();
    const uri = temporaryFile('quite-alone.csv', line(30));
    const { panel } = await train(uri);
    panel.dispose();
    await panels.deserializeWebviewPanel(open(uri), undefined);
    assert.ok(panels.get(uri));
    const strange = open(vscode.Uri.file('/never-seen.csv'));
    let closed = false;
    strange.onDidDispose(() => {
      closed = true;
    });
    await panels.deserializeWebviewPanel(strange, { uri: 7 });
    assert.ok(closed);
  });

  test('settings act on files without a choice of their own', async () => {
    const settings = vscode.workspace.getConfiguration('ridgeline');
    await settings.update('lambda', 33, vscode.ConfigurationTarget.Global);
    try {
      const { run } = await train(temporaryFile('line.csv', line(30)));
      assert.equal(run.spec.lambda, 33);
    } finally {
      await settings.update('lambda', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

suite('around the panel', () => {
  teardown(closeAll);

  test('bad cells are marked in the CSV until it is closed', async () => {
    const { diagnostics } = await testing();
    const rows = line(40).replace('\n5,11\n', '\n5,oops\n').replace('\n7,15\n', '\nseven,15\n');
    const uri = temporaryFile('bad.csv', rows);
    const { panel } = await train(uri);
    const marks = diagnostics.get(uri);
    assert.equal(marks.length, 2);
    assert.deepEqual(marks[0]?.range, new vscode.Range(6, 2, 6, 6));
    assert.equal(marks[0]?.source, 'Ridgeline');
    assert.equal(vscode.languages.getDiagnostics(uri).length, 2);
    panel.receive({ type: 'reveal', line: 7, column: 3, length: 4 });
    const editor = await until('the editor', () =>
      vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath),
    );
    await until('the selection', () => editor.document.getText(editor.selection) === 'oops');
    panel.dispose();
    assert.equal(diagnostics.get(uri).length, 0);
  });

  test('copied text is in the clipboard', async () => {
    const { panel } = await train(temporaryFile('line.csv', line(30)));
    panel.receive({ type: 'copy', text: 'Ridge(alpha=1)' });
    const end = Date.now() + 5000;
    while ((await vscode.env.clipboard.readText()) !== 'Ridge(alpha=1)') {
      assert.ok(Date.now() < end, 'it is not in the clipboard');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });

  test('options are asked for in four steps, and the answers are trained with', async () => {
    const { panels } = await testing();
    const uri = temporaryFile('three.csv', 'a,b,c\n1,2,3\n2,1,5\n3,5,4\n4,4,9\n5,7,8\n6,6,7\n7,9,9\n8,1,2\n');
    const asked = vscode.commands.executeCommand('ridgeline.trainWithOptions', uri);
    const pause = () => new Promise((resolve) => setTimeout(resolve, 700));
    await pause();
    await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await pause();
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await pause();
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await pause();
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await asked;
    const panel = await until('a panel', () => panels.get(uri));
    const run = await ended(panel);
    assert.deepEqual(run.spec.target, ['a']);
    assert.equal(run.spec.features, null);
    assert.equal(run.status, 'done');
  });

  test('a race of the palette runs beside the runs, and an earlier window’s is shown again', async () => {
    const { panels, store } = await testing();
    const uri = temporaryFile('line.csv', line(30));
    const { panel, run } = await train(uri);
    const asked = vscode.commands.executeCommand('ridgeline.race', uri);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await asked;
    await until('the end of the race', () => panel.session.state().race?.status === 'done' || undefined);
    const { race } = panel.session.state();
    assert.ok(race?.result && race.result.racers.length === race.labels.length);
    assert.deepEqual(panel.session.runs.all, [run]);
    while (!(await store.keptRace(uri.toString()))) await new Promise((resolve) => setTimeout(resolve, 20));
    panel.dispose();
    await panels.deserializeWebviewPanel(open(uri), { uri: uri.toString() });
    assert.deepEqual(panels.get(uri)?.state().race?.result, race.result);
  });

  test('a search goes on in a panel that was closed, from the trials it had', async () => {
    const { panels, store } = await testing();
    const uri = temporaryFile('waves.csv', waves(60));
    const settings = { search: 'bayesian', parameters: {}, trials: 60, varied: ['l1Ratio', 'degree'] };
    await vscode.commands.executeCommand('ridgeline.search', uri);
    const panel = await until('a panel', () => panels.get(uri));
    const found = () => panel.session.state().search;
    panel.receive({ type: 'search', spec: panel.session.spec, settings });
    await until('the first trials', () => (found()?.trials.length ?? 0) > 2);
    panel.receive({ type: 'stopSearch' });
    const before = found()?.trials ?? [];
    assert.equal(found()?.status, 'stopped');
    assert.ok(before.length < 60);
    assert.deepEqual(panel.session.runs.all, []);
    const kept = async () => (await store.keptSearch(uri.toString()))?.trials.length === before.length;
    while (!(await kept())) await new Promise((resolve) => setTimeout(resolve, 20));
    panel.dispose();

    const { panel: again } = await train(uri);
    await until('the search', () => again.state().search !== null);
    assert.deepEqual(again.state().search?.trials, before);
    again.receive({ type: 'resumeSearch', trials: before.length + 3 });
    await until('the end of the search', () => again.state().search?.status === 'done');
    const { trials = [], failure } = again.state().search ?? {};
    assert.equal(failure, null);
    assert.equal(trials.length, before.length + 3);
    assert.deepEqual(trials.slice(0, before.length), before);
  });

  test('a question that is left open leaves no panel behind', async () => {
    const { panels } = await testing();
    const uri = temporaryFile('three.csv', line(20));
    const asked = vscode.commands.executeCommand('ridgeline.trainWithOptions', uri);
    await new Promise((resolve) => setTimeout(resolve, 700));
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await asked;
    assert.equal(panels.all.length, 0);
  });
});
