import type { Problem } from '../../../contract/primitives.ts';

/** Problems and lists are kept as JSON text that only the store wrote. */
export function parseProblem(text: string | null): Problem | null {
  return text === null ? null : (JSON.parse(text) as Problem);
}

export function parseStrings(text: string): string[] {
  return JSON.parse(text) as string[];
}

/** What a row keeps beside its figures; null is nothing. */
export function parseExtra(text: string | null): Record<string, unknown> {
  return text === null ? {} : (JSON.parse(text) as Record<string, unknown>);
}
