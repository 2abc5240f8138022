import * as vscode from 'vscode';

/** What a step ends with: a value, the wish to go back, or undefined where it was cancelled. */
export type Answer<T> = { readonly value: T } | 'back' | undefined;

/** A step turns what is known into more of it. */
export type Step<T> = (known: T, position: Position) => Promise<Answer<T>>;

export interface Position {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks step by step; *back* leads to the step before with what was known there. Undefined where cancelled. */
export async function runSteps<T>(
  title: string,
  start: T,
  steps: readonly Step<T>[],
): Promise<T | undefined> {
  const known = [start];
  while (known.length <= steps.length) {
    const index = known.length - 1;
    const step = steps[index] as Step<T>;
    const answer = await step(known[index] as T, { title, step: index + 1, totalSteps: steps.length });
    if (answer === undefined) return undefined;
    if (answer === 'back') known.pop();
    else known.push(answer.value);
  }
  return known.at(-1);
}

export interface PickOptions<I extends vscode.QuickPickItem> {
  readonly position: Position;
  readonly placeholder: string;
  readonly items: readonly I[];
  /** What is chosen already: the highlighted item, or those with a tick. */
  readonly chosen: readonly I[];
  readonly many?: boolean;
}

/** One QuickPick of a series: back button from the second step on, several items where `many` is set. */
export function pickStep<I extends vscode.QuickPickItem>(
  options: PickOptions<I>,
): Promise<Answer<readonly I[]>> {
  const { position, many = false } = options;
  const pick = vscode.window.createQuickPick<I>();
  Object.assign(pick, position);
  pick.placeholder = options.placeholder;
  pick.canSelectMany = many;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = options.items;
  if (many) pick.selectedItems = options.chosen;
  else pick.activeItems = options.chosen;
  if (position.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: Answer<readonly I[]>) => {
      resolve(answer);
      pick.dispose();
    };
    pick.onDidAccept(() => end({ value: pick.selectedItems }));
    pick.onDidTriggerButton(() => end('back'));
    pick.onDidHide(() => end(undefined));
    pick.show();
  });
}

/** An input box as a step; `check` returns a sentence where the text will not do. */
export function inputStep(
  position: Position,
  prompt: string,
  value: string,
  check: (text: string) => string | undefined,
): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  Object.assign(input, position, { prompt, value });
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    const end = (answer: Answer<string>) => {
      resolve(answer);
      input.dispose();
    };
    input.onDidChangeValue((text) => {
      input.validationMessage = check(text);
    });
    input.onDidAccept(() => {
      input.validationMessage = check(input.value);
      if (!input.validationMessage) end({ value: input.value });
    });
    input.onDidTriggerButton(() => end('back'));
    input.onDidHide(() => end(undefined));
    input.show();
  });
}
