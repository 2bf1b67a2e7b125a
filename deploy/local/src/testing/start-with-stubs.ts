import { complain, runStart } from '../run-start.ts';

/**
 * `npm start` of another root, whose api and indexer are small programs: `start-with-stubs.ts ROOT`.
 * A program of its own, because the tests stop and kill it.
 */
const [root = '', ...args] = process.argv.slice(2);

runStart(root, args).then(
  (code) => process.exit(code),
  (error: unknown) => {
    complain(error);
    process.exit(1);
  },
);
