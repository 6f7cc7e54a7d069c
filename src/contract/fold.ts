/** Text for searching and naming: lower case without diacritics, so that 'lodz' finds 'Łódź'. */
export const fold = (text: string): string =>
  text
    .toLocaleLowerCase('en')
    // ł, ø and ß do not decompose.
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
