/** Formatters of one language; `timeZone` only in tests, otherwise that of the reader. */
export type Format = {
  /** 14 Nov 2023 */
  date: (milliseconds: number) => string;
  /** 14 Nov 2023, 22:13 UTC */
  dateTime: (milliseconds: number) => string;
  /** November 2023, from `2023-11` */
  month: (text: string) => string;
  /** Germany, from `DE` */
  country: (code: string) => string;
  /** 3 days; the largest unit that fits */
  duration: (milliseconds: number) => string;
  /** 12 kB */
  bytes: (count: number) => string;
};

const UNITS = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

export function formatIn(language: string, timeZone?: string): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', ...zone });
  const dateTime = new Intl.DateTimeFormat(language, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...zone,
  });
  const month = new Intl.DateTimeFormat(language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const countries = new Intl.DisplayNames([language], { type: 'region' });
  return {
    date: (milliseconds) => date.format(milliseconds),
    dateTime: (milliseconds) => dateTime.format(milliseconds),
    month: (text) => month.format(Date.parse(`${text}-01T00:00:00Z`)),
    country: (code) => countries.of(code) ?? code,
    duration: (milliseconds) => {
      const [unit, length] = UNITS.find(([, size]) => milliseconds >= size) ?? ['second', 1000];
      const style = { style: 'unit', unit, unitDisplay: 'short' } as const;
      return new Intl.NumberFormat(language, style).format(Math.floor(milliseconds / length));
    },
    bytes: (count) => {
      const style = { style: 'unit', unit: 'kilobyte', unitDisplay: 'short' } as const;
      return new Intl.NumberFormat(language, style).format(Math.ceil(count / 1000));
    },
  };
}
