export { checkCharacters } from './check-characters.ts';
export { formatCode, parseCode, type CodeParts } from './code.ts';
export { foldPassport } from './fold-passport.ts';
export { LIFECYCLE, OWN_ORDER_ROLES, type Edge, type LifecycleRole } from './lifecycle.ts';
export { ORIGINS } from './origins.ts';
export { PassportError, type PassportErrorCode } from './passport-error.ts';
export type { PassportDocument, PassportState } from './passport-state.ts';
export { isProductType, PRODUCT_TYPES, type ProductType } from './product-types.ts';
export { legalNext, transition } from './transition.ts';
