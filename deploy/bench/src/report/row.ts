/** A measured number with its unit (`/s`, `ms`, `s`, `MB`, `gas`). */
export type Quantity = { value: number; unit: string };

/** What a figure must reach: `value` at the least or at the most, of the ratio or of the measurement. */
export type Requirement = { of: 'ratio' | 'measured'; at: 'least' | 'most'; value: number };

/** One line of the table. A row without requirement is shown beside the others, for comparison. */
export type Row = {
  what: string;
  measured: Quantity;
  /** Measured in the same run, in rounds that take turns with those of `measured`. */
  baseline?: Quantity & { what: string };
  /** `measured` over `baseline`. */
  ratio?: number;
  must?: Requirement;
  /** Rounds, sizes, spread: what a reader needs in order to believe the number. */
  note?: string;
};

/** Whether the requirement is met; undefined where there is none. */
export function isMet({ must, measured, ratio }: Row): boolean | undefined {
  if (must === undefined) return undefined;
  const value = must.of === 'ratio' ? ratio : measured.value;
  if (value === undefined || Number.isNaN(value)) return false;
  return must.at === 'least' ? value >= must.value : value <= must.value;
}
