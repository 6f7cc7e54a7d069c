/** Invented clients with the names agencies really have: words of cities and trades, several of them as long as Polish and German make them. */
const TRADES = [
  'Hotel',
  'Restauracja',
  'Bäckerei',
  'Klinika',
  'Zahnarztpraxis',
  'Autohaus',
  'Meblarnia',
  'Studio',
  'Pension',
  'Sklep',
  'Kanzlei',
  'Szkoła językowa',
  'Optik',
  'Garden Centre',
  'Café',
  'Gym',
];
const WORDS = [
  'Bursztyn',
  'Lindenhof',
  'Zielona Polana',
  'Bergmann',
  'Pod Dębem',
  'Seeblick',
  'Jaskółka',
  'Kowalczyk',
  'Morgenstern',
  'Old Harbour',
  'Żuraw',
  'Weißer Schwan',
];
const CITIES = ['Gdańsk', 'Łódź', 'München', 'Köln', 'Wrocław', 'Zürich', 'Leeds', 'Szczecin', 'Düsseldorf', 'Poznań'];

export const LONG_NAMES = [
  'Ośrodek Wypoczynkowo-Rehabilitacyjny „Bursztynowa Przystań” w Międzyzdrojach',
  'Rechtsschutzversicherungsgesellschaft Süddeutscher Handwerksbetriebe mbH & Co. KG',
  'Przedsiębiorstwo Wielobranżowe „Źródło” Krzysztof Szczęśniewski i Wspólnicy sp. j.',
  'Donaudampfschifffahrtsgesellschaft Oberösterreich – Abteilung Ausflugsfahrten',
  'Niepubliczny Zakład Opieki Zdrowotnej Stomatologia Estetyczna Żoliborz',
  'Kraftfahrzeug-Meisterwerkstatt Wolfgang Schräpler-Grünewald e. K.',
] as const;

/** The name of client `index` (0-based), each different. */
export const nameOf = (index: number): string => {
  const trade = TRADES[index % TRADES.length] ?? '';
  const word = WORDS[Math.floor(index / TRADES.length) % WORDS.length] ?? '';
  const city = CITIES[Math.floor(index / (TRADES.length * WORDS.length)) % CITIES.length] ?? '';
  // Every ninth has a long one, with its city so that no two are alike.
  if (index % 9 === 4) return `${LONG_NAMES[Math.floor(index / 9) % LONG_NAMES.length] ?? ''}, ${city} ${index}`;
  return `${trade} ${word} ${city}`;
};
