import type { ProductType } from '@luna/passport';

/** What a sequence of codes belongs to; `month` is YYMM. */
export type CodeGroup = {
  company: string;
  month: string;
  productType: ProductType;
  origin: string;
};

/**
 * The group a new passport takes its code from. The month is that of manufacture, and that of
 * `now` (UTC, Unix milliseconds) where it is not known.
 */
export function codeGroupOf(
  passport: Omit<CodeGroup, 'month'> & { manufacturedAt?: string | undefined },
  now: number,
): CodeGroup {
  const { company, productType, origin } = passport;
  const month = passport.manufacturedAt ?? new Date(now).toISOString().slice(0, 7);
  return { company, productType, origin, month: month.slice(2).replace('-', '') };
}

/** One text per group; sorting by it gives every transaction the same order of locks. */
export function groupKey({ company, month, productType, origin }: CodeGroup): string {
  return `${company}-${month}-${productType}-${origin}`;
}
