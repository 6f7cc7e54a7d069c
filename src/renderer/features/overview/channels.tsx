import { Link } from '@tanstack/react-router';
import type { Overview } from '../../../contract/dashboards.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { Card, DeltaCell, MetricCell, plural, useClientSafe, useFormats } from '../../ui/index.ts';
import { shareOf } from './model.ts';

type Block = Overview['blocks'][number];
const colour = (platform: PlatformId): string => `var(--series-${PLATFORM_IDS.indexOf(platform) + 1})`;

/** Spend per platform with its share of the whole, and the platforms that are not there yet. A client sees impressions instead. */
export const Channels = ({
  block,
  suffix,
  missing,
}: {
  block: Block;
  suffix: string;
  missing: readonly PlatformId[];
}) => {
  const f = useFormats();
  const metric = useClientSafe() ? 'impressions' : 'spend';
  return (
    <Card tight title={`Performance by Channel${suffix}`}>
      <ul className="flex flex-col gap-2">
        {block.channels.map((channel) => {
          const share = shareOf(block, channel.current, metric);
          return (
            <li key={channel.platform}>
              <div className="flex items-baseline gap-2">
                <span className="font-semibold whitespace-nowrap">{PLATFORM_LABELS[channel.platform].name}:</span>
                <MetricCell metric={metric} sums={channel.current} currency={block.currency} />
                {metric === 'impressions' && <span className="text-text-2">impr.</span>}
                <DeltaCell metric={metric} current={channel.current} previous={channel.previous} />
                <span className="ms-auto whitespace-nowrap text-text-2">
                  {plural(f.locale, channel.campaigns, { one: '# campaign', other: '# campaigns' })}
                </span>
              </div>
              <div aria-hidden className="mt-1 h-1.5 rounded-full bg-sunken">
                <div
                  className="h-full rounded-full"
                  style={{ width: `${(share ?? 0) * 100}%`, background: colour(channel.platform) }}
                />
              </div>
              {share !== null && (
                <span className="sr-only">
                  {f.percent(share * 100, 0)} of {metric}
                </span>
              )}
            </li>
          );
        })}
        {missing.map((platform) => (
          <li key={platform} className="flex items-center gap-2">
            <span className="font-semibold">{PLATFORM_LABELS[platform].name}:</span>
            <span className="text-text-3">not connected</span>
            <Link
              to="/connections"
              search={{ connect: platform }}
              className="ms-auto inline-flex h-7 items-center rounded-control border border-control px-2.5 font-semibold hover:bg-sunken"
            >
              Connect<span className="sr-only"> {PLATFORM_LABELS[platform].name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** The five campaigns with the most spend, for a client with the most conversions; each leads to its ad groups. */
export const TopCampaigns = ({ block, suffix, clientId }: { block: Block; suffix: string; clientId: string }) => {
  const f = useFormats();
  const metric = useClientSafe() ? 'impressions' : 'spend';
  // One precision for all of them: platforms may count parts of a conversion.
  const decimals = block.topCampaigns.every((row) => Number.isInteger(row.current.conversions ?? 0)) ? 0 : 1;
  return (
    <Card
      tight
      className="flex-1"
      title={`Top Campaigns${suffix}`}
      actions={
        <Link
          to="/client/$clientId/campaigns"
          params={{ clientId }}
          className="font-semibold text-accent hover:underline"
        >
          All campaigns
        </Link>
      }
    >
      {block.topCampaigns.length === 0 ? (
        <p className="text-text-2">No campaign had figures in this period.</p>
      ) : (
        <ol className="flex flex-col">
          {block.topCampaigns.map((row, index) => (
            <li key={`${row.adAccountId}:${row.entityId}`} className="flex h-6 items-center gap-2">
              <span className="w-4 text-text-3">{index + 1}.</span>
              <Link
                to="/client/$clientId/campaigns"
                params={{ clientId }}
                search={{ level: 'ad_group', parent: row.entityId }}
                title={row.name}
                className="min-w-0 flex-1 truncate hover:text-accent hover:underline"
              >
                <bdi>{row.name}</bdi>
              </Link>
              <span className="w-[92px] text-end">
                <MetricCell metric={metric} sums={row.current} currency={row.currency} />
                {metric === 'impressions' && <span className="text-text-2"> impr.</span>}
              </span>
              <span className="w-[76px] text-end whitespace-nowrap text-text-2">
                {row.current.conversions === null ? (
                  <MetricCell metric="conversions" sums={row.current} currency={row.currency} />
                ) : (
                  `${f.fixed(row.current.conversions, decimals)} conv.`
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
};
