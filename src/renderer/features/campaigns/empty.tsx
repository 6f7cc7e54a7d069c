import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button, EmptyState } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { levelCount, levelWords, type EntityLevel } from './words.ts';

/** What stands in the table when no row does. */
export const EmptyTable = ({
  level,
  filters,
  unread,
  onClear,
  children,
}: {
  level: EntityLevel;
  filters: number;
  /** The days, where none of them was ever read; null where some were, and nothing was told of. */
  unread: string | null;
  onClear: () => void;
  /** How the days come in. */
  children: ReactNode;
}) =>
  filters > 0 ? (
    <EmptyState sentence={levelCount(level, 'noneMatch', filters)}>
      <Button onClick={onClear}>{t(m.clearFilters)}</Button>
    </EmptyState>
  ) : (
    <EmptyState
      sentence={unread === null ? levelWords(level, 'noneInPeriod') : t(m.unreadDays, { days: unread })}
      detail={t(unread === null ? m.emptyPeriodDetail : m.unreadEmptyDetail)}
    >
      {children}
    </EmptyState>
  );

/** The Leads preset of a client none of whose conversions is called a lead. */
export const NoLeads = ({ clientId }: { clientId: string }) => (
  <p className="text-text-2">
    <RichText
      message={m.noLeads}
      values={{
        link: (words) => (
          <Link
            to="/client/$clientId"
            params={{ clientId }}
            search={{ dialog: 'goals' } as never}
            className="font-semibold text-accent hover:underline"
          >
            {words}
          </Link>
        ),
      }}
    />
  </p>
);
