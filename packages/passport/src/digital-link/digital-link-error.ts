/** Stable names of everything a GS1 Digital Link is refused for. */
export type DigitalLinkErrorCode =
  | 'DIGITAL_LINK_CHARACTERS'
  | 'DIGITAL_LINK_SCHEME'
  | 'DIGITAL_LINK_DOMAIN'
  | 'DIGITAL_LINK_STEM'
  | 'DIGITAL_LINK_NO_KEY'
  | 'DIGITAL_LINK_UNKNOWN_AI'
  | 'DIGITAL_LINK_VALUE_FORMAT'
  | 'DIGITAL_LINK_VALUE_CHECK'
  | 'DIGITAL_LINK_VALUE_CONTENT'
  | 'DIGITAL_LINK_KEY_QUALIFIERS'
  | 'DIGITAL_LINK_DUPLICATE_AI'
  | 'DIGITAL_LINK_NOT_ATTRIBUTE'
  | 'DIGITAL_LINK_BELONGS_IN_PATH';

/**
 * A refused GS1 Digital Link. `position` is where the fault begins: a character of the URI that was
 * read, counted from 0, or the index in the list of elements that was to be written.
 */
export class DigitalLinkError extends Error {
  override readonly name = 'DigitalLinkError';
  readonly code: DigitalLinkErrorCode;
  readonly retryable = false;
  readonly position: number;

  constructor(code: DigitalLinkErrorCode, message: string, position: number) {
    super(message);
    this.code = code;
    this.position = position;
  }
}
