import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

/** A contract with every shape ours has: plain answers, declared errors, streams, large tables, calls that never end. */
const procedure = oc.errors({
  NOT_FOUND: { status: 404, message: 'There is nothing by that name.', data: z.object({ what: z.string() }) },
});

export const tinyContract = {
  echo: procedure.input(z.object({ value: z.unknown() })).output(z.object({ value: z.unknown() })),
  refuse: procedure.input(z.object({ what: z.string() })).output(z.object({})),
  fault: procedure.input(z.object({})).output(z.object({})),
  table: procedure
    .input(z.object({ rows: z.number() }))
    .output(z.object({ days: z.array(z.string()), spend: z.array(z.number()) })),
  count: procedure.input(z.object({ to: z.number() })).output(eventIterator(z.object({ revision: z.number() }))),
  ticks: procedure.input(z.object({})).output(eventIterator(z.object({ revision: z.number() }))),
  hang: procedure.input(z.object({})).output(z.object({})),
  die: procedure.input(z.object({})).output(z.object({})),
  open: procedure
    .input(z.object({ url: z.string() }))
    .output(z.object({ ok: z.boolean(), error: z.string().nullable() })),
  events: procedure.input(z.object({})).output(z.array(z.string())),
  openStreams: procedure.input(z.object({})).output(z.object({ open: z.number() })),
};
