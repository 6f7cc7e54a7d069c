import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A platform with very many ads, as a process of its own: only ad rows, made while they are sent, so that the measured process is
 * the only one that holds them. `node _rows-server.ts ACCOUNTS ADS`; prints its address.
 */
const [accounts, ads] = process.argv.slice(2).map(Number) as [number, number];
const DAY_MS = 86_400_000;
const PAGE = 500;

function metaRow(account: string, ad: number, day: string): string {
  const n = ad * 7 + Number(day.slice(-2));
  const actions =
    ad % 3 === 0 ? `,"actions":[{"action_type":"omni_purchase","value":"${1 + (n % 4)}","7d_click":"1"}]` : '';
  return `{"account_id":"${account}","account_name":"A ${account}","account_currency":"EUR","campaign_id":"${account}1${Math.floor(ad / 50)}","campaign_name":"Campaign ${Math.floor(ad / 50)}","objective":"OUTCOME_SALES","adset_id":"${account}2${Math.floor(ad / 10)}","adset_name":"Ad set ${Math.floor(ad / 10)}","ad_id":"${account}3${ad}","ad_name":"Ad number ${ad}","date_start":"${day}","date_stop":"${day}","spend":"${(n % 900) / 100 + 1}","impressions":"${n + 100}","clicks":"${n % 50}","inline_link_clicks":"${n % 40}","reach":"${n + 50}","frequency":"1.2","attribution_setting":"7d_click_1d_view"${actions}}`;
}

function googleRow(account: string, ad: number, day: string): string {
  const n = ad * 7 + Number(day.slice(-2));
  return `{"campaign":{"resourceName":"customers/${account}/campaigns/1","id":"${account}1${Math.floor(ad / 50)}","name":"Campaign"},"adGroup":{"resourceName":"customers/${account}/adGroups/1","id":"${account}2${Math.floor(ad / 10)}","name":"Group"},"adGroupAd":{"resourceName":"customers/${account}/adGroupAds/1","ad":{"resourceName":"customers/${account}/ads/1","id":"${account}3${ad}","name":"Ad number ${ad}","type":"RESPONSIVE_SEARCH_AD"}},"segments":{"date":"${day}"},"metrics":{"costMicros":"${n * 10_000}","impressions":"${n + 100}","clicks":"${n % 50}","conversions":${ad % 3 === 0 ? 1.5 : 0},"conversionsValue":${ad % 3 === 0 ? 20.25 : 0}}}`;
}

function days(from: string, to: string): string[] {
  const list: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    list.push(new Date(at).toISOString().slice(0, 10));
  return list;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const send = (text: string): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  const path = url.pathname;
  if (path.endsWith('/debug_token')) {
    const data = {
      app_id: '1',
      type: 'SYSTEM_USER',
      is_valid: true,
      expires_at: 0,
      scopes: ['ads_read'],
      user_id: '1',
    };
    return send(JSON.stringify({ data }));
  }
  if (path.endsWith('/me')) return send('{"id":"1","name":"Bench"}');
  if (path.endsWith('/me/adaccounts')) {
    const data = Array.from({ length: accounts }, (_, index) => ({
      id: `act_70${index}`,
      account_id: `70${index}`,
      name: `Account ${index}`,
      currency: 'EUR',
      timezone_name: 'Europe/Berlin',
      account_status: 1,
    }));
    return send(JSON.stringify({ data }));
  }
  if (path === '/token')
    return send(
      '{"access_token":"bench","expires_in":3599,"scope":"https://www.googleapis.com/auth/adwords","token_type":"Bearer"}',
    );
  if (path.endsWith('listAccessibleCustomers'))
    return send(
      JSON.stringify({ resourceNames: Array.from({ length: accounts }, (_, index) => `customers/80${index}`) }),
    );
  const customer = /customers\/(\d+)\/googleAds:searchStream/.exec(path)?.[1];
  if (customer !== undefined) {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (text: string) => (body += text))
      .on('end', () => {
        const { query } = JSON.parse(body) as { query: string };
        const range = /BETWEEN '([\d-]+)' AND '([\d-]+)'/.exec(query);
        if (query.endsWith('FROM customer'))
          return send(
            `[{"results":[{"customer":{"id":"${customer}","descriptiveName":"G ${customer}","currencyCode":"EUR","timeZone":"Europe/Berlin","status":"ENABLED","manager":false}}]}]`,
          );
        if (!/FROM ad_group_ad /.test(query) || !range) return send('[]');
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('[');
        const all = days(range[1] ?? '', range[2] ?? '');
        all.forEach((day, index) => {
          response.write(`${index === 0 ? '' : ','}{"results":[`);
          for (let ad = 0; ad < ads; ad += 1) response.write(`${ad === 0 ? '' : ','}${googleRow(customer, ad, day)}`);
          response.write('],"requestId":"b"}');
        });
        response.end(']');
      });
    return undefined;
  }
  const account = /act_(\d+)\/insights$/.exec(path)?.[1];
  if (account === undefined || url.searchParams.get('level') !== 'ad') return send('{"data":[]}');
  const range = JSON.parse(url.searchParams.get('time_range') ?? '{}') as { since: string; until: string };
  const all = days(range.since, range.until);
  const start = Number(url.searchParams.get('after') ?? 0);
  const end = Math.min(start + PAGE, all.length * ads);
  const rows: string[] = [];
  for (let index = start; index < end; index += 1)
    rows.push(metaRow(account, index % ads, all[Math.floor(index / ads)] ?? ''));
  const next = new URL(url.href.replace('http://127.0.0.1', `http://${request.headers.host}`));
  next.searchParams.set('after', String(end));
  const more = end < all.length * ads ? `,"next":${JSON.stringify(next.href)}` : '';
  return send(`{"data":[${rows.join(',')}],"paging":{"cursors":{"before":"${start}","after":"${end}"}${more}}}`);
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`),
);
