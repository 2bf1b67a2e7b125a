import { LunaError } from '@luna/runtime';

/** Not what it says, or not all of it. `what` goes on from "The file …". */
export function mismatch(what: string): LunaError {
  return new LunaError(
    'FILE_TYPE_MISMATCH',
    `The file ${what}. Save it anew in the format it should have, and upload that.`,
  );
}

const ACCEPTED = 'Accepted are JPEG, PNG, WebP, PDF, plain text, CSV, JSON and STEP.';

/** Of a type, or with content, that is not taken. `what` goes on from "The file …". */
export function unsupported(what: string, advice = ACCEPTED): LunaError {
  return new LunaError('FILE_TYPE_UNSUPPORTED', `The file ${what}. ${advice}`);
}

/** Two files in one. `what` goes on from "The file …". */
export function polyglot(what: string): LunaError {
  return new LunaError(
    'FILE_POLYGLOT',
    `The file ${what}, so that programs may take it for something else. Save it anew without that.`,
  );
}
