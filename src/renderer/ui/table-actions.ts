import { useEffect, useMemo, useRef } from 'react';
import { useScreenActions } from './actions.ts';
import { m } from './messages.ts';
import { t } from './text.ts';

/** Offers a table's rows to the palette as text for a spreadsheet. */
export const useCopyAction = (label: string, copy: () => void): void => {
  const latest = useRef(copy);
  useEffect(() => {
    latest.current = copy;
  });
  useScreenActions(
    useMemo(
      () => [
        {
          id: `copy ${label}`,
          label: t(m.copyRows, { table: label.split(',')[0] ?? label }),
          run: () => latest.current(),
        },
      ],
      [label],
    ),
  );
};
