import { useFormats, useNow } from './formats-context.tsx';
import { StatusShape, type StatusKind } from './status.tsx';

type State = 'fresh' | 'ageing' | 'stale' | 'failed' | 'never';
const looks: Record<State, { kind: StatusKind; word: string }> = {
  fresh: { kind: 'ok', word: 'Fresh' },
  ageing: { kind: 'ageing', word: 'Ageing' },
  stale: { kind: 'stale', word: 'Stale' },
  failed: { kind: 'failed', word: 'Failed' },
  never: { kind: 'never', word: 'Never' },
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
  const { kind, word } = looks[freshness.state];
  const warned = trouble !== null && freshness.state !== 'failed' && freshness.state !== 'never';
  const at = freshness.lastImportedAt;
  // Some ad account was never read: the age of the others is not the client's.
  const partly = freshness.state === 'never' && at !== null;
  const age = at === null ? 'Never' : partly ? 'Partly' : f.age(at, now);
  return (
    <StatusShape
      kind={warned ? 'warning' : kind}
      text={worded && at !== null && !partly ? `${word} · ${age}` : age}
      title={
        at === null
          ? 'Not imported yet'
          : partly
            ? `${trouble === null ? '' : `${trouble}. `}An ad account was never read; the others were last imported ${f.instant(at)}`
            : `${warned ? trouble : word}: last imported ${f.instant(at)}`
      }
    />
  );
};
