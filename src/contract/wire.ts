/**
 * Maps keyed by names of people and platforms (action types, a client's own conversions) may hold any name. The carrier's JSON
 * builds objects by assignment, to which '__proto__' is no key: such a map travels as pairs. Both ends of every carrier are given
 * this list.
 */
export const JSON_SERIALIZERS = [
  {
    type: 100,
    condition: (data: unknown): boolean =>
      typeof data === 'object' && data !== null && Object.hasOwn(data, '__proto__'),
    serialize: (data: unknown): unknown => Object.entries(data as Record<string, unknown>),
    deserialize: (pairs: unknown): unknown => Object.fromEntries(pairs as [string, unknown][]),
  },
];
