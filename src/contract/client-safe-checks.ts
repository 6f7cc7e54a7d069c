import { z } from 'zod';
import { hidden } from './client-safe-parts.ts';
import { gap, gapsView } from './validation.ts';

/** A text that is always there, without its words. */
const blank = z.unknown().transform(() => '');

/** What a client may see of sums that do not add up; see client-safe-parts.ts. Sentences name amounts and accounts. */
export const safeGaps = z
  .object({
    gaps: z
      .array(
        gap
          .pick({
            clientId: true,
            client: true,
            platform: true,
            currency: true,
            check: true,
            dataset: true,
            from: true,
            to: true,
            entity: true,
            metric: true,
            expected: true,
            actual: true,
            state: true,
            foundAt: true,
            lastSeenAt: true,
            resolvedAt: true,
          })
          .extend({ adAccountId: blank, adAccountName: blank, sentence: blank }),
      )
      .transform((gaps) => gaps.filter((one) => hidden.every(([field]) => field !== one.metric))),
    counts: gapsView.shape.counts,
  })
  // How many there are of cost is nobody's business either.
  .transform(({ gaps }) => {
    const count = (state: (typeof gaps)[number]['state']): number => gaps.filter((one) => one.state === state).length;
    return {
      gaps,
      counts: {
        open: count('open'),
        notSettled: count('not_settled'),
        readApart: count('read_apart'),
        resolved: count('resolved'),
      },
    };
  });
