import { Link } from '@tanstack/react-router';
import { cx } from './cx.ts';

/** A client's name that leads to their Overview; cut names are whole in the tooltip. In a grid the row has the keys, not the link. */
export const ClientLink = ({
  id,
  name,
  title = name,
  inGrid = false,
  className,
}: {
  id: string;
  name: string;
  title?: string;
  inGrid?: boolean;
  className?: string;
}) => (
  <Link
    to="/client/$clientId"
    params={{ clientId: id }}
    {...(inGrid ? { tabIndex: -1 } : {})}
    title={title}
    className={cx('truncate font-semibold hover:text-accent hover:underline', className)}
  >
    <bdi>{name}</bdi>
  </Link>
);
