import { createHash } from 'node:crypto';
import type { AdPlatform } from '../../platforms/platform.ts';

/**
 * A fingerprint of the app a sign-in was made with, from its required fields that are no secret; null when they were not entered (a
 * pasted token). Sign-ins of one app share its quotas.
 */
export function appKeyOf(platform: AdPlatform, app: Readonly<Record<string, string>>): string | null {
  const named = platform.authorization.appFields.filter((field) => field.required && !field.secret);
  const values = named.map((field) => app[field.name] ?? '');
  if (values.length === 0 || values.some((value) => value === '')) return null;
  return createHash('sha256')
    .update([platform.id, ...values].join('\0'))
    .digest('hex')
    .slice(0, 16);
}
