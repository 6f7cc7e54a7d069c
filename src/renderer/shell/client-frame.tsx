import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { api } from '../bridge.ts';
import { Combobox, useClientSafe } from '../ui/index.ts';
import { t } from '../ui/text.ts';
import { CLIENT_SCREENS, mayBeSeen, tabOfPath } from './client-screens.ts';
import { m } from './messages.ts';
import { NoSuchClient } from './problems.tsx';

const on = { 'aria-current': 'page' as const, className: 'border-accent text-accent' };
const off = { className: 'border-transparent text-text-2 hover:text-text' };

/** What the screens of one client share: where we are, the client switcher, the tabs. Filters stay when the client changes. */
export const ClientFrame = ({ clientId }: { clientId: string }) => {
  const navigate = useNavigate();
  const router = useRouter();
  const clientSafe = useClientSafe();
  const names = useQuery(api.clients.names.queryOptions({ input: { clientSafe, clientId } }));
  const current = names.data?.find((one) => one.id === clientId) ?? null;
  // A list that is being asked for anew may not know yet a client that was just made.
  if (names.data !== undefined && !names.isFetching && current === null) return <NoSuchClient />;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        {/* A switcher would tell one client who the others are. */}
        {clientSafe ? (
          <bdi className="max-w-[280px] truncate font-semibold" title={current?.name}>
            {current?.name}
          </bdi>
        ) : (
          <nav aria-label={t(m.breadcrumb)} className="flex min-w-0 items-center gap-1.5">
            <Link to="/clients" className="font-semibold text-accent hover:underline">
              {t(m.clients)}
            </Link>
            <ChevronRight aria-hidden size={14} strokeWidth={1.75} className="text-text-3" />
            <Combobox
              key={clientId}
              label={t(m.client)}
              choices={names.data ?? []}
              value={current}
              onChoose={({ id }) => {
                if (id !== clientId)
                  void navigate({ to: tabOfPath(router.state.location.pathname), params: { clientId: id } });
              }}
              className="w-[240px]"
            />
          </nav>
        )}
        <nav aria-label={t(m.clientScreens)} className="flex flex-wrap gap-x-4">
          {CLIENT_SCREENS.filter(({ to }) => !clientSafe || mayBeSeen(to)).map(({ to, label }) => (
            <Link
              key={to}
              to={to}
              params={{ clientId }}
              activeOptions={{ exact: to === '/client/$clientId', includeSearch: false }}
              activeProps={on}
              inactiveProps={off}
              className="inline-flex h-8 items-center border-b-2 px-1 font-semibold"
            >
              {t(label)}
            </Link>
          ))}
        </nav>
      </div>
      <Outlet />
    </>
  );
};
