import { Search } from 'lucide-react';
import { shortcutOf } from '../../contract/commands.ts';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { AsKnownPicker, ComparePicker, RangePicker, Segmented, useView } from '../ui/index.ts';
import { t } from '../ui/text.ts';
import { isMac } from './commands.ts';
import { m } from './messages.ts';

// 'Meta', not 'Meta Ads': three words have to fit beside the period.
const platforms = PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORM_LABELS[id].name.replace(/ Ads$/, '') }));

/** The way to everything, and what every screen looks at. */
export const TopBar = ({ onPalette }: { onPalette: () => void }) => {
  const view = useView();
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
        <RangePicker />
        <ComparePicker />
        <Segmented<PlatformId | 'all'>
          label={t(m.channel)}
          value={view.platform ?? 'all'}
          onChange={(value) => view.set({ platform: value === 'all' ? undefined : value })}
          options={[{ value: 'all', label: t(m.channelAll) }, ...platforms]}
        />
        <AsKnownPicker />
      </div>
    </header>
  );
};
