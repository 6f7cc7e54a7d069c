import { useFormats, useNow } from './formats-context.tsx';
import { m } from './messages-figures.ts';
import { StatusShape, type StatusKind } from './status.tsx';
import { t, type Message } from './text.ts';

type State = 'fresh' | 'ageing' | 'stale' | 'failed' | 'never';
const looks: Record<State, { kind: StatusKind; word: Message }> = {
  fresh: { kind: 'ok', word: m.fresh },
  ageing: { kind: 'ageing', word: m.ageing },
  stale: { kind: 'stale', word: m.stale },
  failed: { kind: 'failed', word: m.failed },
  never: { kind: 'never', word: m.never },
};

/** How old the data is: shape and age, the whole story on hover. */
export const Freshness = ({
  freshness,
  worded = false,
  trouble = null,
}: {
  freshness: { state: State; lastImportedAt: string | null };
  /** 'Stale · 3 d' instead of '3 d'. */
  worded?: boolean;
  /** What needs a person although the data is young: takes the place of a reassuring shape. */
  trouble?: string | null;
}) => {
  const f = useFormats();
  const now = useNow();
  const { kind } = looks[freshness.state];
  const word = t(looks[freshness.state].word);
  const warned = trouble !== null && freshness.state !== 'failed' && freshness.state !== 'never';
  const at = freshness.lastImportedAt;
  // Some ad account was never read: the age of the others is not the client's.
  const partly = freshness.state === 'never' && at !== null;
  const age = at === null ? t(m.never) : partly ? t(m.partly) : f.age(at, now);
  return (
    <StatusShape
      kind={warned ? 'warning' : kind}
      text={worded && at !== null && !partly ? `${word} · ${age}` : age}
      title={
        at === null
          ? t(m.notImportedYet)
          : partly
            ? trouble === null
              ? t(m.partlyWhy, { instant: f.instant(at) })
              : t(m.partlyTrouble, { trouble, instant: f.instant(at) })
            : t(m.lastImported, { state: warned ? trouble : word, instant: f.instant(at) })
      }
    />
  );
};
