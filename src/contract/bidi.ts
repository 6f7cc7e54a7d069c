const TURNS_DIRECTION =
  /[\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/u;

/**
 * A name as a part of a sentence: one that is written right to left, or holds control characters that turn the direction, would carry
 * the rest of the sentence with it, digits included (Unicode UAX #9, isolates). Every other name stays letter for letter.
 */
export function isolated(name: string): string {
  return TURNS_DIRECTION.test(name) ? `\u2068${name.replaceAll(/[\u2066-\u2069]/g, '')}\u2069` : name;
}
