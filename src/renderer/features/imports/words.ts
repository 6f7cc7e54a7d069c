import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { plural } from '../../ui/format.ts';

/** 'Meta Ads' → 'Meta': for sentences where two platforms stand side by side. */
export function shortPlatformName(platform: PlatformId): string {
  return PLATFORM_LABELS[platform].name.replace(/ Ads$/, '');
}

/** 'Meta Ads', 'Meta Ads and Google Ads'. */
export function platformNames(platforms: readonly PlatformId[]): string {
  const names = [...new Set(platforms)].map((platform) => PLATFORM_LABELS[platform].name);
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names);
}

/** '1 record', '24 records', '12,400 records'. */
export function count(n: number, one: string, other = `${one}s`): string {
  return plural('en', n, { one: `# ${one}`, other: `# ${other}` });
}

const ORDINAL_SUFFIX: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** 1 → '1st', 3 → '3rd', 12 → '12th'. */
export function ordinal(n: number): string {
  return `${n}${ORDINAL_SUFFIX[new Intl.PluralRules('en', { type: 'ordinal' }).select(n)] ?? 'th'}`;
}

/** Milliseconds → 'mm:ss' ('04:10'), 'h:mm:ss' from an hour on; never negative. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${pad(Math.floor((total % 3600) / 60))}:${pad(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
