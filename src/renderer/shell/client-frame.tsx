import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { api } from '../bridge.ts';
import { Combobox } from '../ui/index.ts';

const tab = 'inline-flex h-8 items-center border-b-2 px-1 font-semibold';
const on = { 'aria-current': 'page' as const, className: 'border-accent text-accent' };
const off = { className: 'border-transparent text-text-2 hover:text-text' };

/** What the screens of one client share: where we are, the client switcher, the tabs. Filters stay when the client changes. */
export const ClientFrame = ({ clientId }: { clientId: string }) => {
  const navigate = useNavigate();
  const names = useQuery(api.clients.names.queryOptions({ input: {} }));
  const current = names.data?.find((one) => one.id === clientId) ?? null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5">
          <Link to="/clients" className="font-semibold text-accent hover:underline">
            Clients
          </Link>
          <ChevronRight aria-hidden size={14} strokeWidth={1.75} className="text-text-3" />
          <Combobox
            key={clientId}
            label="Client"
            choices={names.data ?? []}
            value={current}
            onChoose={({ id }) => {
              if (id !== clientId) void navigate({ to: '/client/$clientId', params: { clientId: id } });
            }}
            className="w-[240px]"
          />
        </nav>
        <nav aria-label="Client screens" className="flex gap-4">
          <Link
            to="/client/$clientId"
            params={{ clientId }}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={on}
            inactiveProps={off}
            className={tab}
          >
            Overview
          </Link>
          <Link
            to="/client/$clientId/campaigns"
            params={{ clientId }}
            activeOptions={{ includeSearch: false }}
            activeProps={on}
            inactiveProps={off}
            className={tab}
          >
            Campaigns
          </Link>
          <Link
            to="/client/$clientId/compare"
            params={{ clientId }}
            activeOptions={{ includeSearch: false }}
            activeProps={on}
            inactiveProps={off}
            className={tab}
          >
            Compare
          </Link>
          <Link
            to="/client/$clientId/breakdowns"
            params={{ clientId }}
            activeOptions={{ includeSearch: false }}
            activeProps={on}
            inactiveProps={off}
            className={tab}
          >
            Breakdowns
          </Link>
          <Link
            to="/client/$clientId/hourly"
            params={{ clientId }}
            activeOptions={{ includeSearch: false }}
            activeProps={on}
            inactiveProps={off}
            className={tab}
          >
            Hourly
          </Link>
        </nav>
      </div>
      <Outlet />
    </>
  );
};
