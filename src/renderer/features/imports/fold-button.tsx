import { ChevronDown, ChevronRight } from 'lucide-react';
import { Button } from '../../ui/index.ts';
import { behindWords } from './folded.ts';

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
    aria-label={`${behindWords(count)}: ${client}`}
    onClick={onToggle}
  >
    {behindWords(count)}
  </Button>
);

/** The set without the id, or with it. */
export const toggled = (open: ReadonlySet<string>, id: string): ReadonlySet<string> => {
  const next = new Set(open);
  if (!next.delete(id)) next.add(id);
  return next;
};
