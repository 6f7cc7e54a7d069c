import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Card } from './card.tsx';
import { m } from './messages.ts';
import { t } from './text.ts';

const FIRST = 5;

/** A card of the first few, with a way to all of them. Takes no room when there is none. */
export const ShortList = <T,>({
  title,
  tip,
  items,
  children,
}: {
  title: string;
  /** What the list counts, on pointing at its title. */
  tip?: string;
  items: readonly T[];
  /** A list item. */
  children: (item: T) => ReactNode;
}) => {
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  return (
    <Card
      flush
      className="shrink-0"
      title={tip === undefined ? title : <span title={tip}>{title}</span>}
      actions={
        items.length > FIRST && (
          <Button variant="quiet" small aria-expanded={all} onClick={() => setAll(!all)}>
            {t(all ? m.showLess : m.showAll)}
          </Button>
        )
      }
    >
      <ul className="max-h-[260px] overflow-auto pb-2">{(all ? items : items.slice(0, FIRST)).map(children)}</ul>
    </Card>
  );
};
