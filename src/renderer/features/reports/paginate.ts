/** What is left of a sheet of 297 mm between its edges and above its foot, in CSS pixels. */
const ROOM = 980;

/** Which parts stand on which sheet: one after the other, and a new sheet where one does not fit any more. Heights in CSS pixels. */
export const paginate = (heights: readonly number[], room = ROOM): number[][] => {
  const sheets: number[][] = [[]];
  let used = 0;
  for (const [index, height] of heights.entries()) {
    if (used > 0 && used + height > room) {
      sheets.push([]);
      used = 0;
    }
    sheets.at(-1)?.push(index);
    used += height;
  }
  return sheets;
};
