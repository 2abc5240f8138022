/** Ends every thread that Ridgeline has started in this extension host, as a lack of memory would. */
const vscode = require('vscode');
const { Worker } = require('node:worker_threads');

/** @type {Set<import('node:worker_threads').Worker>} */
const workers = new Set();

exports.activate = (/** @type {vscode.ExtensionContext} */ context) => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (...message) {
    workers.add(this);
    return postMessage.apply(this, message);
  };
  context.subscriptions.push(
    vscode.commands.registerCommand('test.killWorkers', () => {
      for (const worker of workers) void worker.terminate();
      workers.clear();
    }),
  );
};
