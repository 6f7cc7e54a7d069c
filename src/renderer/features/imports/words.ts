import { PLATFORM_LABELS, type PlatformId } from '../../../contract/vocabulary.ts';
import { listOf } from '../../ui/text.ts';

/** 'Meta Ads' → 'Meta': for sentences where two platforms stand side by side. */
export function shortPlatformName(platform: PlatformId): string {
  return PLATFORM_LABELS[platform].name.replace(/ Ads$/, '');
}

/** 'Meta Ads', 'Meta Ads and Google Ads'. */
export function platformNames(platforms: readonly PlatformId[]): string {
  const names = [...new Set(platforms)].map((platform) => PLATFORM_LABELS[platform].name);
  return listOf(names);
}

/** Milliseconds → 'mm:ss' ('04:10'), 'h:mm:ss' from an hour on; never negative. */
export function clock(ms: number): string {
  const total = Math.max(0, Math.ceil(ms / 1000));
  const pad = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${pad(Math.floor((total % 3600) / 60))}:${pad(total % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}
