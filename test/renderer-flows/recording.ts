import { ORPCError } from '@orpc/server';

/** Notes a call in `calls`, and refuses it when the test said so. */
export const noteCall = (
  state: {
    refuse: Record<string, { code: string; message: string; data?: unknown }>;
    calls: { name: string; input: unknown }[];
  },
  path: readonly string[],
  input: unknown,
): void => {
  const name = path.join('.');
  state.calls.push({ name, input });
  const refusal = state.refuse[name];
  if (refusal) throw new ORPCError(refusal.code, { defined: true, message: refusal.message, data: refusal.data });
};
