import { Link } from '@tanstack/react-router';
import type { Overview } from '../../../contract/dashboards.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { Card, DeltaCell, MetricCell, useClientSafe, useFormats } from '../../ui/index.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../ui/text.ts';
import { ofBlock } from './messages-block.ts';
import { shareOf, type Titled } from './model.ts';

type Block = Overview['blocks'][number];
const colour = (platform: PlatformId): string => `var(--series-${PLATFORM_IDS.indexOf(platform) + 1})`;

/** Spend per platform with its share of the whole, and the platforms that are not there yet. A client sees impressions instead. */
export const Channels = ({
  block,
  titled,
  missing,
  readOf,
}: {
  block: Block;
  titled: Titled;
  missing: readonly PlatformId[];
  /** Whether the period was read of a platform: a dash then means that nothing was reported. */
  readOf: (platform: PlatformId) => boolean;
}) => {
  const f = useFormats();
  const metric = useClientSafe() ? 'impressions' : 'spend';
  return (
    <Card tight title={titled(t(ofBlock.channels))}>
      <ul className="flex flex-col gap-2">
        {block.channels.map((channel) => {
          const share = shareOf(block, channel.current, metric);
          return (
            <li key={channel.platform}>
              <div className="flex items-baseline gap-2">
                <span className="font-semibold whitespace-nowrap">
                  {t(ofBlock.channel, { platform: PLATFORM_LABELS[channel.platform].name })}
                </span>
                <MetricCell
                  metric={metric}
                  sums={channel.current}
                  currency={block.currency}
                  read={readOf(channel.platform)}
                />
                {metric === 'impressions' && <span className="text-text-2">{t(ofBlock.impressionsUnit)}</span>}
                <DeltaCell
                  metric={metric}
                  current={channel.current}
                  previous={channel.previous}
                  unlike={channel.unlike}
                />
                {readOf(channel.platform) && (
                  <span title={t(ofBlock.campaignsWhich)} className="ms-auto whitespace-nowrap text-text-2">
                    {t(ofBlock.campaigns, { campaigns: channel.campaigns })}
                  </span>
                )}
              </div>
              <div aria-hidden className="mt-1 h-1.5 rounded-full bg-sunken">
                <div
                  className="h-full rounded-full"
                  style={{ width: `${(share ?? 0) * 100}%`, background: colour(channel.platform) }}
                />
              </div>
              {share !== null && (
                <span className="sr-only">
                  {t(metric === 'spend' ? ofBlock.shareOfSpend : ofBlock.shareOfImpressions, {
                    share: f.percent(share * 100, 0),
                  })}
                </span>
              )}
            </li>
          );
        })}
        {missing.map((platform) => (
          <li key={platform} className="flex items-center gap-2">
            <span className="font-semibold">{t(ofBlock.channel, { platform: PLATFORM_LABELS[platform].name })}</span>
            <span className="text-text-3">{t(ofBlock.notConnected)}</span>
            <Link
              to="/connections"
              search={{ connect: platform }}
              className="ms-auto inline-flex h-7 items-center rounded-control border border-control px-2.5 font-semibold hover:bg-sunken"
            >
              <RichText
                message={ofBlock.connect}
                values={{
                  platform: PLATFORM_LABELS[platform].name,
                  hidden: (words) => <span className="sr-only">{words}</span>,
                }}
              />
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
};

/** The five campaigns with the most spend, for a client with the most conversions; each leads to its ad groups. */
export const TopCampaigns = ({
  block,
  titled,
  clientId,
  read,
}: {
  block: Block;
  titled: Titled;
  clientId: string;
  /** Whether the period was read at all: else nobody knows which campaigns there were. */
  read: boolean;
}) => {
  const f = useFormats();
  const metric = useClientSafe() ? 'impressions' : 'spend';
  // One precision for all of them: platforms may count parts of a conversion.
  const decimals = block.topCampaigns.every((row) => Number.isInteger(row.current.conversions ?? 0)) ? 0 : 1;
  return (
    <Card
      tight
      className="flex-1"
      title={titled(t(ofBlock.topCampaigns))}
      actions={
        <Link
          to="/client/$clientId/campaigns"
          params={{ clientId }}
          className="font-semibold text-accent hover:underline"
        >
          {t(ofBlock.allCampaigns)}
        </Link>
      }
    >
      {block.topCampaigns.length === 0 ? (
        <p className="text-text-2">{t(read ? ofBlock.noCampaign : ofBlock.notRead)}</p>
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
                <MetricCell metric={metric} sums={row.current} currency={row.currency} read />
                {metric === 'impressions' && <span className="text-text-2"> {t(ofBlock.impressionsUnit)}</span>}
              </span>
              <span className="w-[76px] text-end whitespace-nowrap text-text-2">
                {row.current.conversions === null ? (
                  <MetricCell metric="conversions" sums={row.current} currency={row.currency} read />
                ) : (
                  t(ofBlock.conversionsUnit, { conversions: f.fixed(row.current.conversions, decimals) })
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
};
