import { Link } from '@tanstack/react-router';
import type { EntityRow } from '../../../contract/dashboards.ts';
import { cx } from '../../ui/cx.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import { drillInto, type Search } from './use-search.ts';

/** Two lines go into the lowest row as well. */
const LINES = 'line-clamp-2 leading-[14px] [overflow-wrap:anywhere]';

/** The name; it leads one level down where there is one. */
export const NameCell = ({ clientId, row, onOpen }: { clientId: string; row: EntityRow; onOpen: () => void }) => {
  const down = drillInto(row);
  const title = row.parentName ? t(m.nameWithin, { name: row.name, parent: row.parentName }) : row.name;
  if (down === null)
    return (
      <span className={LINES} title={title}>
        <bdi>{row.name}</bdi>
      </span>
    );
  return (
    <Link
      to="/client/$clientId/campaigns"
      params={{ clientId }}
      search={((old: Search) => ({ ...old, ...down })) as never}
      tabIndex={-1}
      title={title}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen();
      }}
      className={cx(LINES, 'font-semibold hover:text-accent hover:underline')}
    >
      <bdi>{row.name}</bdi>
    </Link>
  );
};
