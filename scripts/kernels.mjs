/**
 * Compiles the WebAssembly kernels into the module that the bundles carry.
 *
 *   node scripts/kernels.mjs [--check]
 *
 * With --check nothing is written: it fails where the module is not what the sources compile to.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import asc from 'assemblyscript/asc';
import { ROOT } from './lib/run.mjs';

const SOURCE = 'src/engine/kernels/assembly/index.ts';
const TARGET = 'src/engine/kernels/wasm.generated.ts';
/** Speed before size; no runtime, no imports; SIMD without the relaxed kind, whose results differ by machine. */
const OPTIONS = [
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--use', 'abort=', '--enable', 'simd'],
];

/** The kernels' bytes. */
async function compile() {
  const outFile = 'kernels.wasm';
  /** @type {Uint8Array | undefined} */
  let bytes;
  const { error, stderr } = await asc.main([SOURCE, '--baseDir', ROOT, '--outFile', outFile, ...OPTIONS], {
    writeFile: (/** @type {string} */ name, /** @type {string | Uint8Array} */ content) => {
      if (name === outFile && typeof content !== 'string') bytes = content;
    },
  });
  if (error || !bytes) throw new Error(stderr.toString() || String(error));
  return bytes;
}

/** @param {Uint8Array} bytes */
function moduleText(bytes) {
  const text = Buffer.from(bytes).toString('base64');
  const lines = [
    `/** The kernels in WebAssembly, ${bytes.length} bytes in base64: made by scripts/kernels.mjs from assembly/. */`,
    'export const KERNELS_BASE64 =',
    `  '${text}';`,
  ];
  return `${lines.join('\n')}\n`;
}

const target = path.join(ROOT, TARGET);
const text = moduleText(await compile());
const current = await readFile(target, 'utf8').catch(() => '');
if (current === text) console.log(`${TARGET} is up to date`);
else if (process.argv.includes('--check')) {
  console.error(`${TARGET} is not what its sources compile to. Run node scripts/kernels.mjs and commit it.`);
  process.exitCode = 1;
} else {
  await writeFile(target, text);
  console.log(`${TARGET} written`);
}
