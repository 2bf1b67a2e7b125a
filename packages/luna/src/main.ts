import { Command } from 'commander';
import { complain } from './complain.ts';
import { auditVerb } from './verbs/audit.ts';
import { evidenceVerb } from './verbs/evidence.ts';
import { importVerb } from './verbs/import.ts';
import { keysVerb } from './verbs/keys.ts';
import { recoverVerb } from './verbs/recover.ts';
import { verifyVerb } from './verbs/verify.ts';

const program = new Command('luna')
  .description('Passports of devices from the command line, and the proofs of their histories.')
  .showHelpAfterError('(luna --help, or luna VERB --help, tells more)')
  .addHelpText(
    'after',
    '\nThe api and its key are read from $LUNA_HOME/key (LUNA_HOME is .luna by default), overridden by\n' +
      'LUNA_URL and LUNA_KEY.',
  )
  .addCommand(importVerb())
  .addCommand(evidenceVerb())
  .addCommand(verifyVerb())
  .addCommand(auditVerb())
  .addCommand(recoverVerb())
  .addCommand(keysVerb());

program.parseAsync().catch((error: unknown) => {
  complain(error);
  process.exitCode ??= 1;
});
