/** Spans of days as epoch-day numbers, both ends included. Pure set arithmetic for the planner. */
export type Span = { from: number; to: number };

/** The part of a span within bounds, or nothing. */
export function clip<T extends Span>(span: T, from: number, to: number): T[] {
  const cut = { ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) };
  return cut.from <= cut.to ? [cut] : [];
}

/** Spans without those days. Keeps what else a span carries. */
export function without<T extends Span>(spans: readonly T[], removed: readonly Span[]): T[] {
  let rest = [...spans];
  for (const { from, to } of removed) {
    rest = rest.flatMap((span) =>
      span.to < from || span.from > to ? [span] : [...clip(span, span.from, from - 1), ...clip(span, to + 1, span.to)],
    );
  }
  return rest;
}

/** Every day once: where spans overlap, the earlier of the list has it. In order of days. */
export function claimed<T extends Span>(spans: readonly T[]): T[] {
  const taken: T[] = [];
  for (const span of spans) taken.push(...without([span], taken));
  return taken.toSorted((left, right) => left.from - right.from);
}

/** Days in order as spans without holes, whatever else the spans carried. */
export function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = [];
  for (const { from, to } of spans.toSorted((left, right) => left.from - right.from)) {
    const last = whole.at(-1);
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to);
    else whole.push({ from, to });
  }
  return whole;
}

/** The days from `from` to `to` that no span holds. */
export function holes(spans: readonly Span[], from: number, to: number): Span[] {
  return without([{ from, to }], joined(spans)).filter((span) => span.from <= span.to);
}

export function countDays(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}
