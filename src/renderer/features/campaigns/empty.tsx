import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Button, EmptyState } from '../../ui/index.ts';
import { manyOf, type EntityLevel } from './words.ts';

/** What stands in the table when no row does. */
export const EmptyTable = ({
  level,
  filters,
  onClear,
  children,
}: {
  level: EntityLevel;
  filters: number;
  onClear: () => void;
  /** How the days come in. */
  children: ReactNode;
}) =>
  filters > 0 ? (
    <EmptyState sentence={`No ${manyOf(level)} match ${filters === 1 ? 'the filter' : `${filters} filters`}.`}>
      <Button onClick={onClear}>Clear filters</Button>
    </EmptyState>
  ) : (
    <EmptyState
      sentence={`No ${manyOf(level)} in this period.`}
      detail="Nothing was imported for these days, or nothing existed then. Choose another period, or import."
    >
      {children}
    </EmptyState>
  );

/** The Leads preset of a client none of whose conversions is called a lead. */
export const NoLeads = ({ clientId }: { clientId: string }) => (
  <p className="text-text-2">
    None of this client&apos;s conversions is called a lead, so all conversions are shown.{' '}
    <Link
      to="/client/$clientId"
      params={{ clientId }}
      search={{ dialog: 'goals' } as never}
      className="font-semibold text-accent hover:underline"
    >
      Name its leads
    </Link>
  </p>
);
