import { Search } from 'lucide-react';
import { shortcutOf } from '../../contract/commands.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { useLocation } from '@tanstack/react-router';
import { AsKnownPicker, ComparePicker, RangePicker, Segmented, useFormats, useView } from '../ui/index.ts';
import { t } from '../ui/text.ts';
import { isMac } from './commands.ts';
import { m } from './messages.ts';
import { heededBy } from './top-bar-model.ts';

// 'Meta', not 'Meta Ads': three words have to fit beside the period.
const platforms = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORM_LABELS[id].name.replace(/ Ads$/, '') }));

/** The way to everything, and what the screen looks at; what it does not heed is not offered there and keeps its value. */
export const TopBar = ({ onPalette }: { onPalette: () => void }) => {
  const view = useView();
  const f = useFormats();
  const heeded = useLocation({ select: (location) => heededBy(location.pathname), structuralSharing: true });
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <button
        type="button"
        aria-haspopup="dialog"
        aria-keyshortcuts={isMac() ? 'Meta+K' : 'Control+K'}
        onClick={onPalette}
        className="flex h-8 w-[260px] min-w-0 items-center gap-2 rounded-control border border-control bg-surface px-2 text-text-3 hover:bg-sunken"
      >
        <Search aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
        <span className="min-w-0 flex-1 truncate text-start">{t(m.search)}</span>
        <kbd aria-hidden className="shrink-0 text-caption">
          {shortcutOf('palette', isMac())}
        </kbd>
      </button>
      <div className="ms-auto flex flex-wrap items-center gap-2">
        {heeded.figures ? (
          <>
            <RangePicker />
            {heeded.comparison ? (
              <ComparePicker />
            ) : (
              <span title={t(m.noComparisonHereWhy)} className="px-2 text-text-3">
                {t(m.noComparisonHere)}
              </span>
            )}
            <Segmented<PlatformId | 'all'>
              label={t(m.channel)}
              value={view.platform ?? 'all'}
              onChange={(value) => view.set({ platform: value === 'all' ? undefined : value })}
              options={[{ value: 'all', label: t(m.channelAll) }, ...platforms]}
            />
            <AsKnownPicker />
          </>
        ) : (
          <span
            title={t(m.noPeriodHereWhy, { range: f.range(view.range.from, view.range.to) })}
            className="text-text-3"
          >
            {t(m.noPeriodHere)}
            <span className="sr-only">
              . {t(m.noPeriodHereWhy, { range: f.range(view.range.from, view.range.to) })}
            </span>
          </span>
        )}
      </div>
    </header>
  );
};
