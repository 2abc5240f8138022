import * as vscode from 'vscode';
import type { BadCell, DataSummary } from '../engine/report.ts';
import type { Failure } from '../protocol/run.ts';
import { partsOf } from './fileSet.ts';
import { isGzip } from './fileSource.ts';

/** More marks than this help nobody; the panel says how many there are. */
export const MAX_DIAGNOSTICS = 100;
/** Rows of uneven length are common and harmless; the others cost a value. */
const HARMLESS: readonly string[] = ['short-row', 'long-row'];

/** Marks cells that could not be used in the CSV itself and in the list of problems. */
export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('ridgeline');

  /** Marks what a reading has found. Nothing in a compressed file, whose lines cannot be opened, or in several that are read as one. */
  show(uri: vscode.Uri, { problems }: Pick<DataSummary, 'problems'>): void {
    this.#set(uri, problems.slice(0, MAX_DIAGNOSTICS).map(diagnosticOf));
  }

  /** Marks the place at which a training failed. */
  showFailure(uri: vscode.Uri, { place, message, code }: Failure): void {
    if (!place) return;
    const diagnostic = diagnosticOf({ ...place, message, code });
    diagnostic.severity = vscode.DiagnosticSeverity.Error;
    this.#set(uri, [diagnostic]);
  }

  clear(uri: vscode.Uri): void {
    this.#collection.delete(uri);
  }

  get(uri: vscode.Uri): readonly vscode.Diagnostic[] {
    return this.#collection.get(uri) ?? [];
  }

  dispose(): void {
    this.#collection.dispose();
  }

  #set(uri: vscode.Uri, diagnostics: vscode.Diagnostic[]): void {
    if (!isGzip(uri) && !partsOf(uri)) this.#collection.set(uri, diagnostics);
  }
}

/** The range of a place that counts from 1. */
export function rangeAt(line: number, column: number, length: number): vscode.Range {
  const start = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  return new vscode.Range(start, start.translate(0, Math.max(0, length)));
}

function diagnosticOf({ code, message, line, column, length }: BadCell): vscode.Diagnostic {
  const { Information, Warning } = vscode.DiagnosticSeverity;
  const severity = HARMLESS.includes(code) ? Information : Warning;
  const diagnostic = new vscode.Diagnostic(rangeAt(line, column, length), message, severity);
  diagnostic.source = 'Ridgeline';
  diagnostic.code = code;
  return diagnostic;
}
