import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import {
  Bell,
  CalendarClock,
  FileText,
  HeartPulse,
  Import,
  PanelLeft,
  Plug,
  Settings,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { api } from '../bridge.ts';
import { Badge, cx, IconButton, useClientSafe } from '../ui/index.ts';
import { t, type Message } from '../ui/text.ts';
import { m } from './messages.ts';

export type Screen = {
  to: '/clients' | '/imports' | '/data-health' | '/alerts' | '/reports' | '/connections' | '/schedules' | '/settings';
  label: Message;
  icon: LucideIcon;
  key: string;
};

/** The screens that exist, with the number that opens them. Numbers are the product's own and leave room for those to come. */
export const SCREENS: readonly Screen[] = [
  { to: '/clients', label: m.clients, icon: Users, key: '1' },
  { to: '/imports', label: m.imports, icon: Import, key: '2' },
  { to: '/data-health', label: m.dataHealth, icon: HeartPulse, key: '3' },
  { to: '/alerts', label: m.alerts, icon: Bell, key: '4' },
  { to: '/reports', label: m.reports, icon: FileText, key: '5' },
  { to: '/connections', label: m.connections, icon: Plug, key: '6' },
  { to: '/schedules', label: m.schedules, icon: CalendarClock, key: '7' },
  { to: '/settings', label: m.settings, icon: Settings, key: ',' },
];

/** How many alerts are firing; the worst of them decides the tone. Nothing while there is none. */
const AlertCount = ({ collapsed }: { collapsed: boolean }) => {
  const query = useQuery(api.alerts.list.queryOptions({ input: { show: 'open', clientId: null, limit: 1 } }));
  const counts = query.data?.counts;
  if (!counts || counts.open === 0) return null;
  const said =
    counts.critical > 0
      ? t(m.alertsCritical, { open: counts.open, critical: counts.critical })
      : t(m.alertsFiring, { open: counts.open });
  return (
    <span className={collapsed ? 'absolute end-0 top-0' : undefined}>
      <Badge tone={counts.critical > 0 ? 'bad' : 'warn'} title={said}>
        <span aria-hidden>{counts.open > 99 ? '99+' : counts.open}</span>
        <span className="sr-only">, {said}</span>
      </Badge>
    </span>
  );
};

const Item = ({ screen, collapsed }: { screen: Screen; collapsed: boolean }) => {
  const clientSafe = useClientSafe();
  return (
    <li>
      <Link
        to={screen.to}
        title={collapsed ? t(screen.label) : undefined}
        aria-keyshortcuts={`Control+${screen.key}`}
        activeProps={{ 'aria-current': 'page', className: 'bg-selected text-accent font-semibold' }}
        inactiveProps={{ className: 'text-text-2 hover:bg-sunken hover:text-text' }}
        className={cx(
          'group relative flex h-8 items-center gap-2.5 rounded-control',
          collapsed ? 'w-8 justify-center' : 'px-2',
        )}
      >
        <screen.icon aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
        <span className={collapsed ? 'sr-only' : 'flex-1 truncate'}>{t(screen.label)}</span>
        {screen.to === '/alerts' && !clientSafe && <AlertCount collapsed={collapsed} />}
        {!collapsed && (
          // Only while pointed at: a bare number beside a screen reads like a count.
          <kbd
            aria-hidden
            className="hidden text-caption font-normal text-text-3 group-hover:block group-focus-visible:block"
          >
            Ctrl {screen.key}
          </kbd>
        )}
      </Link>
    </li>
  );
};

/** Clients somebody wants at hand, in their order. Not while one of them may be looking on. */
const Pinned = () => {
  const clientSafe = useClientSafe();
  const names = useQuery(api.clients.names.queryOptions({ input: {}, enabled: !clientSafe }));
  const pinned = (names.data ?? [])
    .flatMap(({ id, name, pinned: place }) => (typeof place === 'number' ? [{ id, name, place }] : []))
    .toSorted((a, b) => a.place - b.place);
  if (clientSafe || pinned.length === 0) return null;
  return (
    <section aria-labelledby="pinned-clients" className="mt-3 border-t border-line pt-2">
      <h2 id="pinned-clients" className="px-2 pb-1 text-caption font-semibold text-text-3">
        {t(m.pinned)}
      </h2>
      <ul className="flex flex-col gap-0.5">
        {pinned.map(({ id, name }) => (
          <li key={id}>
            <Link
              to="/client/$clientId"
              params={{ clientId: id }}
              title={name}
              activeProps={{ 'aria-current': 'page', className: 'bg-selected text-accent font-semibold' }}
              inactiveProps={{ className: 'text-text-2 hover:bg-sunken hover:text-text' }}
              className="flex h-8 items-center rounded-control px-2"
            >
              <bdi className="truncate">{name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
};

export const Sidebar = ({ collapsed, onToggle }: { collapsed: boolean; onToggle: () => void }) => (
  <nav
    aria-label={t(m.screens)}
    className={cx(
      'flex shrink-0 flex-col overflow-y-auto border-e border-line bg-surface p-2',
      collapsed ? 'w-12' : 'w-52',
    )}
  >
    <ul className="flex flex-col gap-0.5">
      {SCREENS.filter((screen) => screen.to !== '/settings').map((screen) => (
        <Item key={screen.to} screen={screen} collapsed={collapsed} />
      ))}
    </ul>
    <div className="flex-1">{!collapsed && <Pinned />}</div>
    <ul className="flex flex-col gap-0.5">
      {SCREENS.filter((screen) => screen.to === '/settings').map((screen) => (
        <Item key={screen.to} screen={screen} collapsed={collapsed} />
      ))}
      <li>
        <IconButton
          icon={PanelLeft}
          label={t(collapsed ? m.sidebarShow : m.sidebarHide)}
          aria-expanded={!collapsed}
          onClick={onToggle}
        />
      </li>
    </ul>
  </nav>
);
