import { createRootRoute, createRoute, createRouter, Navigate, retainSearchParams } from '@tanstack/react-router';
import { z } from 'zod';
import { METRICS, type MetricKey } from '../contract/metrics.ts';
import { Reach } from './features/reach/reach.tsx';
import { live, useLive } from './bridge.ts';
import { leadsToPortfolio } from './first-screen.ts';
import { ClientMenu } from './features/client-profile/menu.tsx';
import { ChangedSince } from './features/changes/ribbon.tsx';
import { ImportButton } from './features/imports/button.tsx';
import { ReadDatasets } from './features/imports/read-datasets.tsx';
import { ImportStrip } from './features/imports/strip.tsx';
import { ExploreDemo } from './features/onboarding/explore-demo.tsx';
import { lazyScreen, loadScreens } from './lazy-screens.ts';
import { ClientFrame } from './shell/client-frame.tsx';
import { Shell } from './shell/shell.tsx';
import { createLinkHistory, type UNREADABLE } from './shell/links.ts';
import { NotFound, ScreenFailed, UnreadableLink } from './shell/problems.tsx';
import { VIEW_KEYS, viewOfLink } from './ui/view-state.ts';

/** The saved view a screen was opened from, and the height of its rows where that is not the setting's. */
const view = z.coerce.string().optional().catch(undefined);
const dense = z.enum(['compact', 'comfortable']).optional().catch(undefined);

const METRIC_KEYS = Object.keys(METRICS) as [MetricKey, ...MetricKey[]];

/** Every screen and its address. The only place that knows all features: it hands one feature's parts to another as slots. */
const rootRoute = createRootRoute({
  component: Shell,
  validateSearch: viewOfLink,
  // Period, comparison, platform and the moment seen from are global: they follow the person from screen to screen.
  search: { middlewares: [retainSearchParams([...VIEW_KEYS])] },
  notFoundComponent: NotFound,
});

const Start = () => {
  const workspace = useLive(live.workspace);
  if (workspace === null) return null;
  return <Navigate to={workspace.clients === 0 && workspace.connections === 0 ? '/welcome' : '/clients'} replace />;
};

const start = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Start });

const welcome = createRoute({
  getParentRoute: () => rootRoute,
  path: '/welcome',
  component: lazyScreen(async () => (await import('./features/onboarding/view.tsx')).OnboardingView),
});

const unreadable = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unreadable' satisfies typeof UNREADABLE,
  component: UnreadableLink,
});

const slots = { ImportButton, ImportStrip, ReadDatasets, ChangedSince, ReachTile: Reach };

const ClientsScreen = lazyScreen(async () => (await import('./features/clients/view.tsx')).ClientsView);
const clients = createRoute({
  getParentRoute: () => rootRoute,
  path: '/clients',
  validateSearch: z.object({
    sort: z.string().optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
    status: z.enum(['attention', 'fresh', 'ageing', 'stale', 'failed', 'blocked', 'never']).optional().catch(undefined),
    owner: z.coerce.string().optional().catch(undefined),
    tag: z.coerce.string().optional().catch(undefined),
    dense,
    view,
  }),
  component: () => <ClientsScreen slots={slots} />,
});

const clientFrame = createRoute({
  getParentRoute: () => rootRoute,
  path: '/client/$clientId',
  component: () => <ClientFrame clientId={clientFrame.useParams().clientId} />,
});

const overviewSlots = { ClientMenu };
const OverviewScreen = lazyScreen(async () => (await import('./features/overview/view.tsx')).OverviewView);
const overview = createRoute({
  getParentRoute: () => clientFrame,
  path: '/',
  // A dialog of the client's menu: the palette and links lead to it.
  validateSearch: z.object({ dialog: z.enum(['goals', 'details']).optional().catch(undefined) }),
  component: () => <OverviewScreen clientId={overview.useParams().clientId} slots={{ ...slots, ...overviewSlots }} />,
});

const CampaignsScreen = lazyScreen(async () => (await import('./features/campaigns/view.tsx')).CampaignsView);
const campaigns = createRoute({
  getParentRoute: () => clientFrame,
  path: '/campaigns',
  validateSearch: z.object({
    level: z.enum(['campaign', 'ad_group', 'ad']).optional().catch(undefined),
    parent: z.string().optional().catch(undefined),
    under: z.string().optional().catch(undefined),
    sort: z.string().optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
    where: z.string().optional().catch(undefined),
    preset: z
      .enum(['performance', 'delivery', 'clicks', 'conversions', 'leads', 'video', 'quality', 'custom'])
      .optional()
      .catch(undefined),
    cols: z.string().optional().catch(undefined),
    widths: z.string().optional().catch(undefined),
    open: z.string().optional().catch(undefined),
    row: z.string().optional().catch(undefined),
    panel: z.enum(['open', 'closed']).optional().catch(undefined),
    dense,
    view,
  }),
  component: () => <CampaignsScreen clientId={campaigns.useParams().clientId} slots={slots} />,
});

const CompareScreen = lazyScreen(async () => (await import('./features/compare/view.tsx')).CompareView);
const compare = createRoute({
  getParentRoute: () => clientFrame,
  path: '/compare',
  validateSearch: z.object({
    // Two days of B's own; left out, B is what the comparison of every screen says.
    b: z.string().optional().catch(undefined),
    weekday: z.literal('as-is').optional().catch(undefined),
    metric: z.string().max(100).optional().catch(undefined),
    // The one shown first: what somebody was told about.
    currency: z.string().max(10).optional().catch(undefined),
    sort: z.string().optional().catch(undefined),
    view,
  }),
  component: () => <CompareScreen clientId={compare.useParams().clientId} slots={slots} />,
});

const BreakdownsScreen = lazyScreen(async () => (await import('./features/breakdowns/view.tsx')).BreakdownsView);
const breakdowns = createRoute({
  getParentRoute: () => clientFrame,
  path: '/breakdowns',
  validateSearch: z.object({
    by: z.enum(['people', 'device', 'placement', 'place', 'action', 'weekday']).optional().catch(undefined),
    sort: z.string().optional().catch(undefined),
  }),
  component: () => <BreakdownsScreen clientId={breakdowns.useParams().clientId} slots={slots} />,
});

const HourlyScreen = lazyScreen(async () => (await import('./features/hourly/view.tsx')).HourlyView);
const hourly = createRoute({
  getParentRoute: () => clientFrame,
  path: '/hourly',
  validateSearch: z.object({
    metric: z.enum(METRIC_KEYS).optional().catch(undefined),
    basis: z.enum(['total', 'average']).optional().catch(undefined),
  }),
  component: () => <HourlyScreen clientId={hourly.useParams().clientId} slots={slots} />,
});

const ClientReportsScreen = lazyScreen(async () => (await import('./features/reports/view.tsx')).ClientReportsView);
const clientReports = createRoute({
  getParentRoute: () => clientFrame,
  path: '/reports',
  component: () => <ClientReportsScreen clientId={clientReports.useParams().clientId} slots={slots} />,
});

const reports = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  validateSearch: z.object({
    sort: z.string().optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
  }),
  component: lazyScreen(async () => (await import('./features/reports/list-view.tsx')).ReportsView),
});

/** A report alone on its sheets, without the frame: what is printed. */
const PrintScreen = lazyScreen(async () => (await import('./features/reports/print-view.tsx')).PrintView);
const print = createRoute({
  getParentRoute: () => rootRoute,
  path: '/print/$clientId',
  component: () => <PrintScreen clientId={print.useParams().clientId} />,
});

const ImportsScreen = lazyScreen(async () => (await import('./features/imports/view.tsx')).ImportsView);
const imports = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports',
  validateSearch: z.object({ client: z.coerce.string().optional().catch(undefined) }),
  component: () => <ImportsScreen clientId={imports.useSearch().client ?? null} demo={<ExploreDemo />} />,
});

const clientImports = createRoute({
  getParentRoute: () => clientFrame,
  path: '/imports',
  component: () => <ImportsScreen clientId={clientImports.useParams().clientId} framed />,
});

const alerts = createRoute({
  getParentRoute: () => rootRoute,
  path: '/alerts',
  validateSearch: z.object({
    show: z.enum(['dismissed', 'resolved']).optional().catch(undefined),
    // The one a notification or the tray is about.
    alert: z.coerce.string().optional().catch(undefined),
  }),
  component: () => <AlertsScreen slots={slots} />,
});
const AlertsScreen = lazyScreen(async () => (await import('./features/alerts/view.tsx')).AlertsView);

const dataHealth = createRoute({
  getParentRoute: () => rootRoute,
  path: '/data-health',
  // `fetch` opens the dialog for older days ('all' or a client id), `csv` the comparison with an export.
  validateSearch: z.object({
    months: z.coerce.number().int().min(1).max(37).optional().catch(undefined),
    gaps: z.enum(['waiting', 'resolved']).optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
    // A month: only the clients it waits for.
    open: z
      .string()
      .regex(/^\d{4}-\d{2}$/)
      .optional()
      .catch(undefined),
    fetch: z.coerce.string().optional().catch(undefined),
    csv: z.coerce.string().optional().catch(undefined),
  }),
  component: lazyScreen(async () => (await import('./features/data-health/view.tsx')).DataHealthView),
});

const SchedulesScreen = lazyScreen(async () => (await import('./features/schedules/view.tsx')).SchedulesView);
const schedules = createRoute({
  getParentRoute: () => rootRoute,
  path: '/schedules',
  validateSearch: z.object({
    sort: z.string().optional().catch(undefined),
    filter: z.coerce.string().optional().catch(undefined),
  }),
  component: () => <SchedulesScreen demo={<ExploreDemo />} />,
});

const connections = createRoute({
  getParentRoute: () => rootRoute,
  path: '/connections',
  // `signIn` opens the sign-in of that connection, `connect` a new one to that platform.
  validateSearch: z.object({
    signIn: z.string().optional().catch(undefined),
    connect: z.string().optional().catch(undefined),
  }),
  component: lazyScreen(async () => (await import('./features/connections/view.tsx')).ConnectionsView),
});

const settings = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyScreen(async () => (await import('./features/settings/view.tsx')).SettingsView),
});

const routeTree = rootRoute.addChildren([
  start,
  unreadable,
  welcome,
  clients,
  clientFrame.addChildren([overview, campaigns, compare, breakdowns, hourly, clientReports, clientImports]),
  imports,
  dataHealth,
  alerts,
  reports,
  print,
  connections,
  schedules,
  settings,
]);

/**
 * Fetches the code of every screen: the portfolio's at once where the address leads there, the others one by one when the first screen
 * has its answer (`first`) and nothing else is going on.
 */
export const preloadScreens = async (first: Promise<void>): Promise<void> => {
  if (leadsToPortfolio(location.hash)) void ClientsScreen.fetch().catch(() => undefined);
  await first;
  await loadScreens();
};

/** The router of the app. */
export const createAppRouter = () =>
  createRouter({
    routeTree,
    history: createLinkHistory(),
    defaultErrorComponent: ScreenFailed,
    // Within a tenth of a second nothing is the best thing to show.
    defaultPendingComponent: () => null,
    scrollRestoration: false,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
