import * as v from 'valibot';
import { type FromPanel, FromPanelSchema, type ToPanel, ToPanelSchema } from './panel.ts';
import { type FromWorker, FromWorkerSchema, type ToWorker, ToWorkerSchema } from './run.ts';

/** A parsed message, or a sentence on what is wrong with what arrived. */
export type Parsed<T> =
  | { readonly ok: true; readonly message: T }
  | { readonly ok: false; readonly reason: string };

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Parsed<T> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return { ok: true, message: result.output };
  const issue = result.issues[0];
  return { ok: false, reason: `${v.getDotPath(issue) ?? 'message'}: ${issue.message}` };
}

export const parseFromPanel = (value: unknown): Parsed<FromPanel> => parse(FromPanelSchema, value);
export const parseToPanel = (value: unknown): Parsed<ToPanel> => parse(ToPanelSchema, value);
export const parseFromWorker = (value: unknown): Parsed<FromWorker> => parse(FromWorkerSchema, value);
export const parseToWorker = (value: unknown): Parsed<ToWorker> => parse(ToWorkerSchema, value);
