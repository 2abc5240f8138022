import * as v from 'valibot';

const StateSchema = v.object({ uri: v.string() });

/** The file that a panel of an earlier window belonged to, out of the state that its page kept. */
export function uriOfState(state: unknown): string | undefined {
  const parsed = v.safeParse(StateSchema, state);
  return parsed.success ? parsed.output.uri : undefined;
}
