/**
 * Checks that imports point down only: every layer may import what its row names, and nothing else.
 *
 *   node scripts/layers.mjs
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './lib/run.mjs';

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} path
 * @property {string[]} imports layers it may import
 * @property {string[]} [types] layers of which it may import types alone
 * @property {string[]} packages npm packages; `node:` stands for every module of Node
 */

/**
 * Layers by path, the most specific first.
 *
 * @type {Layer[]}
 */
const LAYERS = [
  {
    name: 'engine',
    path: 'src/engine/',
    imports: [],
    packages: ['valibot', 'ml-matrix', 'pure-rand'],
  },
  { name: 'protocol', path: 'src/protocol/', imports: ['engine'], packages: ['valibot'] },
  { name: 'worker', path: 'src/worker/', imports: ['engine', 'protocol'], packages: ['node:', 'valibot'] },
  {
    name: 'cli',
    path: 'src/cli/',
    imports: ['engine', 'protocol', 'worker'],
    packages: ['node:', 'valibot', 'tinyglobby'],
  },
  {
    name: 'host',
    path: 'src/host/',
    imports: ['engine', 'protocol'],
    packages: ['vscode', 'node:', 'valibot'],
  },
  {
    name: 'extension',
    path: 'src/extension.ts',
    imports: ['host', 'protocol'],
    packages: ['vscode', 'node:'],
  },
  {
    name: 'webview',
    path: 'webview/',
    imports: ['protocol'],
    types: ['engine'],
    packages: ['@vscode/webview-ui-toolkit', '@vscode/codicons', 'chart.js', 'valibot'],
  },
];

const layerOf = (/** @type {string} */ file) => LAYERS.find((layer) => file.startsWith(layer.path));

/**
 * Every module that a source file names, with whether only types are taken from it.
 *
 * @typedef {{ specifier: string, typeOnly: boolean, line: number }} Import
 * @param {ts.SourceFile} source
 */
function importsOf(source) {
  /** @type {Import[]} */
  const found = [];
  const visit = (/** @type {ts.Node} */ node) => {
    const specifier = specifierOf(node);
    if (specifier) {
      const typeOnly =
        (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
        (ts.isExportDeclaration(node) && node.isTypeOnly);
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      found.push({ specifier: specifier.text, typeOnly, line });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * The module that a static import, an export or an `import()` names.
 *
 * @param {ts.Node} node
 */
function specifierOf(node) {
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const named = ts.isImportDeclaration(node) || ts.isExportDeclaration(node);
  const specifier = dynamic ? node.arguments[0] : named ? node.moduleSpecifier : undefined;
  return specifier && ts.isStringLiteral(specifier) ? specifier : undefined;
}

/**
 * Says what is wrong with an import, or undefined.
 *
 * @param {Layer} layer
 * @param {string} file
 * @param {Import} found
 */
function complaint(layer, file, { specifier, typeOnly }) {
  if (!specifier.startsWith('.')) {
    const allowed = layer.packages.some((name) =>
      name === 'node:' ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
    );
    return allowed ? undefined : `${layer.name} must not import the package "${specifier}"`;
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const other = layerOf(target);
  if (!other) return `${layer.name} must not import ${target}`;
  if (other === layer || layer.imports.includes(other.name)) return undefined;
  if (typeOnly && layer.types?.includes(other.name)) return undefined;
  return `${layer.name} must not import ${other.name} (${target})`;
}

async function sourceFiles() {
  const files = [];
  for (const folder of ['src', 'webview']) {
    const entries = await readdir(path.join(ROOT, folder), { recursive: true });
    files.push(...entries.map((entry) => `${folder}/${entry.replaceAll(path.sep, '/')}`));
  }
  return files.filter((file) => file.endsWith('.ts'));
}

let wrong = 0;
const files = await sourceFiles();
for (const file of files) {
  const layer = layerOf(file);
  const text = await readFile(path.join(ROOT, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  for (const found of importsOf(source)) {
    const message = layer ? complaint(layer, file, found) : `${file} belongs to no layer`;
    if (!message) continue;
    wrong++;
    console.error(`${file}:${found.line}: ${message}`);
  }
}
console.log(`${files.length} files, ${wrong} imports against the layers`);
process.exitCode = wrong > 0 ? 1 : 0;
