/** Whether a text may stand in a signed note: Unicode without lone surrogates and controls but \n. */
export function isNoteText(text: string): boolean {
  if (!text.isWellFormed()) return false;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return false;
  }
  return true;
}

/** Whether a text may name a key: not empty, no white space, no plus (C2SP signed-note). */
export function isKeyName(name: string): boolean {
  return name !== '' && isNoteText(name) && !/[\p{White_Space}+]/u.test(name);
}
