import { ChevronDown, ChevronRight } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';

/** Opens what was read behind a line, and folds it again. */
export const FoldButton = ({
  open,
  count,
  client,
  onToggle,
}: {
  open: boolean;
  count: number;
  client: string;
  onToggle: () => void;
}) => (
  <Button
    small
    variant="quiet"
    icon={open ? ChevronDown : ChevronRight}
    aria-expanded={open}
    aria-label={t(m.behindOf, { behind: t(m.behind, { count }), client })}
    onClick={onToggle}
  >
    {t(m.behind, { count })}
  </Button>
);

/** The set without the id, or with it. */
export const toggled = (open: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
};
