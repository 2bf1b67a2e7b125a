/** What a device is for, by the two letters in its code. */
export const PRODUCT_TYPES = {
  PF: 'packaging and filling',
  QI: 'quality inspection',
  MP: 'metal processing',
  PP: 'plastics processing',
  HL: 'hospital and lab',
  ET: 'education and training',
  WL: 'warehouse and logistics',
  IP: 'industrial parts',
  CS: 'custom solutions',
} as const;
export type ProductType = keyof typeof PRODUCT_TYPES;

/** Narrows text to a product type. */
export function isProductType(text: string): text is ProductType {
  return Object.hasOwn(PRODUCT_TYPES, text);
}
