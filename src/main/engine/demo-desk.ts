import type { BusinessMetricInput, ConversionKind, Source } from '../../contract/client-profile.ts';
import { addDays, dayInZone } from '../domain/days.ts';
import type { Runtime } from './runtime.ts';

/** What the demo's people have added to its clients, through the same features a person uses. */
const OWNERS = ['Anna Kowalska', 'Marek Nowak', 'Zofia Lis'];
const TAGS: readonly (readonly [RegExp, string])[] = [
  [/hotel|pension|kotwica|resort/i, 'travel'],
  [/pod |restaur|pizz|café|bistro|ramen/i, 'food'],
  [/klinik|clinic|dental|uśmiech/i, 'health'],
];
const NOTES: readonly (readonly [
  daysAgo: number,
  kind: 'creative' | 'promotion' | 'tracking' | 'note',
  text: string,
])[] = [
  [17, 'creative', 'New creative: summer video, three cuts'],
  [9, 'promotion', 'Weekend offer, 20% off until Sunday'],
  [24, 'tracking', 'Consent banner replaced: some conversions may be missing this day'],
  [4, 'note', 'Client asked to keep the brand campaign on'],
];
const DAYS = 30;

/** Owners, tags, pins, budgets, targets and notes, once the last weeks have figures to set them by. */
export async function furnishDemo(runtime: Runtime): Promise<void> {
  const { clients, annotations } = runtime.desk;
  const names = clients.names();
  clients.setOwners(names.map(({ id }, index) => ({ clientId: id, owner: OWNERS[index % OWNERS.length] ?? null })));
  clients.setTags(
    names.map(({ id, name }, index) => ({
      clientId: id,
      tags: [
        ...TAGS.flatMap(([pattern, tag]) => (pattern.test(name) ? [tag] : [])),
        ...(index % 5 === 0 ? ['VIP'] : []),
      ],
    })),
  );
  clients.setPinned(names.slice(0, 3).map(({ id }) => id));
  const today = dayInZone(runtime.clock.now(), 'UTC');
  for (const [index, [daysAgo, kind, text]] of NOTES.entries())
    for (const { id } of names.filter((_, at) => at % NOTES.length === index))
      annotations.add({ clientId: id, day: addDays(today, -daysAgo), kind, text });
  const view = await runtime.reads.clients({
    range: { from: addDays(today, -DAYS), to: addDays(today, -1) },
    compare: null,
    platforms: null,
    asKnownOn: null,
  });
  for (const [index, row] of view.rows.entries()) {
    const [main] = row.totals;
    const spend = main?.current.spendMicros ?? 0;
    // Some clients have agreed on nothing.
    if (main === undefined || spend === 0 || index % 4 === 3) continue;
    const { conversions, conversionValueMicros } = main.current;
    clients.setGoal({
      clientId: row.id,
      currency: main.currency,
      goal: {
        monthlyBudgetMicros: rounded(spend * (index % 7 === 2 ? 0.82 : index % 9 === 4 ? 1.4 : 1.02)),
        targetCpaMicros: conversions === null || conversions < 10 ? null : rounded((spend / conversions) * 0.95),
        targetRoas: conversionValueMicros ? Math.round((conversionValueMicros / spend) * 9) / 10 || null : null,
      },
    });
  }
}

/** Amounts as people agree on them: two digits and zeros, of whole units. */
function rounded(micros: number): number {
  const step = 10 ** Math.max(6, Math.floor(Math.log10(Math.max(micros, 1))) - 1);
  return Math.max(step, Math.round(micros / step) * step);
}

/** Names of a client's conversions out of what its platforms count; again when conversion actions have been read. */
export function nameDemoConversions(runtime: Runtime): void {
  const { clients, conversions } = runtime.desk;
  for (const { id, name } of clients.names()) {
    const { types } = conversions.actionTypes(id, null);
    const sourcesOf = (wanted: (label: string) => boolean): Source[] =>
      types
        .filter((one) => wanted(one.label) && !one.actionType.endsWith('/all') && one.count > 0)
        .map(({ platform, actionType }) => ({ platform, actionType }));
    const sales = sourcesOf(
      (label) =>
        /^omni_purchase$|purchase|booking|reserv/i.test(label) && !/_web|fb_pixel|^purchase$|store/.test(label),
    );
    // A platform that tells its conversions as one count tells the sales of these clients with it, on every day it has.
    const whole = types.find(({ actionType, count }) => actionType === 'conversions' && count > 0);
    const sold: Source[] =
      sales.length === 0 || whole === undefined
        ? sales
        : [
            ...sales.filter(({ platform }) => platform !== whole.platform),
            { platform: whole.platform, actionType: whole.actionType },
          ];
    const bookings = /hotel|kotwica|pension|restaur|pod |clinic|klinik|spa|jogi/i.test(name);
    const named: { name: string; kind: ConversionKind; sources: Source[] }[] = [
      {
        name: 'Added to cart',
        kind: 'step',
        sources: sourcesOf((label) => /^omni_add_to_cart$|add to cart/i.test(label)),
      },
      {
        name: bookings ? 'Reservations' : 'Purchases',
        kind: bookings ? 'reservation' : 'purchase',
        sources: sold,
      },
      { name: 'Leads', kind: 'lead', sources: sourcesOf((label) => /^lead$|lead form|contact|sign.?up/i.test(label)) },
    ];
    const kept = named.filter((one): one is BusinessMetricInput => one.sources.length > 0);
    if (kept.length > 0) conversions.setMapping(id, kept);
  }
}
