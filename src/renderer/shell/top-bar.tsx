import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, type RefObject } from 'react';
import { PLATFORM_IDS, PLATFORM_LABELS, type PlatformId } from '../../contract/vocabulary.ts';
import { api } from '../bridge.ts';
import { AsKnownPicker, Combobox, ComparePicker, RangePicker, Segmented, useView } from '../ui/index.ts';
import { SCREENS } from './sidebar.tsx';

const SCREEN_PREFIX = 'screen:';
const channels = [
  { value: 'all' as const, label: 'All' },
  // 'Meta', not 'Meta Ads': three words have to fit beside the period.
  ...PLATFORM_IDS.map((id) => ({ value: id, label: PLATFORM_LABELS[id].name.replace(/ Ads$/, '') })),
];

/** Where to go, and what every screen looks at. */
export const TopBar = ({ searchRef }: { searchRef: RefObject<HTMLInputElement | null> }) => {
  const navigate = useNavigate();
  const view = useView();
  const names = useQuery(api.clients.names.queryOptions({ input: {} }));
  const choices = useMemo(
    () => [
      ...(names.data ?? []),
      ...SCREENS.map((screen) => ({ id: SCREEN_PREFIX + screen.to, name: `Go to ${screen.label}` })),
    ],
    [names.data],
  );
  return (
    <header className="flex min-h-12 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-2">
      <Combobox
        look="field"
        label="Search clients and screens"
        placeholder="Search clients and screens"
        hint="Ctrl K"
        inputRef={searchRef}
        choices={choices}
        value={null}
        onChoose={({ id }) => {
          const screen = SCREENS.find((one) => SCREEN_PREFIX + one.to === id);
          if (screen) void navigate({ to: screen.to });
          else void navigate({ to: '/client/$clientId', params: { clientId: id } });
        }}
        className="w-[260px]"
      />
      <div className="ms-auto flex flex-wrap items-center gap-2">
        <RangePicker />
        <ComparePicker />
        <Segmented<PlatformId | 'all'>
          label="Channel"
          value={view.platform ?? 'all'}
          onChange={(value) => view.set({ platform: value === 'all' ? undefined : value })}
          options={channels}
        />
        <AsKnownPicker />
      </div>
    </header>
  );
};
