import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Overview } from '../../../contract/dashboards.ts';
import { api } from '../../bridge.ts';
import type { ChartPoint } from '../../ui/chart-model.ts';
import { aboutDays } from '../../ui/day-states.ts';
import { useView } from '../../ui/index.ts';

/** The points with what is known of their days: read when, corrected how often, final from when, no longer offered, not reported. */
export const useChartDays = (
  points: readonly ChartPoint[],
  overview: Overview,
  block: Overview['blocks'][number],
): ChartPoint[] => {
  const { compare: _, ...asked } = useView().input;
  const days = useQuery(api.dashboards.days.queryOptions({ input: { ...asked, clientId: overview.client.id } }));
  return useMemo(() => {
    const ours = new Set(
      overview.adAccounts
        .filter((one) => one.currency === block.currency)
        .map((one) => `${one.platform} ${one.adAccountId}`),
    );
    const about = aboutDays(
      (days.data?.adAccounts ?? []).filter((one) => ours.has(`${one.platform} ${one.adAccountId}`)),
    );
    return points.map((point, index) => ({
      ...point,
      noLongerOffered: block.daily[index]?.noLongerOffered === true,
      notReported: block.daily[index]?.notReported === true,
      about: about.get(point.day) ?? null,
    }));
  }, [points, overview.adAccounts, block, days.data]);
};
