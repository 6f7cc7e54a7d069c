import type { EntityRow } from '../../../contract/dashboards.ts';
import { t } from '../../ui/text.ts';
import { m } from './messages.ts';
import type { Rankings, RankingsOf } from './model.ts';
import { rankingWords } from './words.ts';

/** A dash that says why. */
export const Reasoned = ({ reason }: { reason: string }) => (
  <span className="text-text-3" title={reason}>
    <span aria-hidden>—</span>
    <span className="sr-only">{reason}</span>
  </span>
);

const whyNot = (row: EntityRow, asked: boolean): string =>
  t(row.level !== 'ad' ? m.rankingOfAdsOnly : asked ? m.notTold : m.rankingNotAsked);

/** One of an ad's three rankings. */
export const RankingCell = ({
  row,
  of,
  rankings,
}: {
  row: EntityRow;
  of: keyof Rankings;
  rankings: ReturnType<RankingsOf>;
}) => {
  const ranking = rankings?.[of] ?? null;
  if (ranking === null) return <Reasoned reason={whyNot(row, rankings !== undefined)} />;
  const text = rankingWords(ranking);
  return (
    <span className="truncate" title={text}>
      {text}
    </span>
  );
};
