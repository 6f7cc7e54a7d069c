/** Whether a minute of the day lies in the quiet hours; `to` is the first minute that is not quiet. Pure. */
export function isQuiet(minute: number, hours: { from: number; to: number } | null): boolean {
  if (hours === null || hours.from === hours.to) return false;
  const { from, to } = hours;
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}
