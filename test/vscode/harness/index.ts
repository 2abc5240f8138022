export * from './actions.ts';
export * from './vscode.ts';
export * from './workbench.ts';
