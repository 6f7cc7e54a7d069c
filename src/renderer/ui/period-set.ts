import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { compareSearch } from './days.ts';
import { useFormats } from './formats-context.tsx';
import { m } from './messages.ts';
import { t } from './text.ts';
import { notify } from './toast.tsx';

type Search = { range?: string | undefined; b?: string | undefined; weekday?: string | undefined };
type Compared = Parameters<typeof compareSearch>[0];

/** The search of an address in which a link had set the period to `set`, as it was before; a period chosen since then stays. */
export const withPeriodBefore = <S extends Search>(search: S, set: string, before: string | undefined): S =>
  search.range === set ? { ...search, range: before, b: undefined, weekday: undefined } : search;

/**
 * Says that a link to Compare takes the period of every screen with it, and offers the one there was. For use as the link is followed;
 * nothing is said where the period stays.
 */
export const usePeriodSet = (): ((over: Compared) => void) => {
  const f = useFormats();
  const navigate = useNavigate();
  const { range: before } = useSearch({ strict: false }) as Search;
  return useCallback(
    (over) => {
      const set = compareSearch(over).range;
      if (over === undefined || set === undefined || set === before) return;
      notify({
        title: t(m.periodSet, { period: f.range(over.a.from, over.a.to) }),
        action: {
          label: t(m.undo),
          onAct: () =>
            void navigate({ to: '.', search: ((now: Search) => withPeriodBefore(now, set, before)) as never }),
        },
      });
    },
    [before, f, navigate],
  );
};
