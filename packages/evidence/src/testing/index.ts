export { FakeChain, type FakeAnchor, type FakeContract } from './fake-chain.ts';
export { codeOf, makeHistory, RECORDED_FROM, type Recorded } from './history.ts';
export {
  ANCHOR_TX,
  CONTRACT,
  LOG_SEED,
  makeCase,
  ORIGIN,
  SUCCESSOR,
  type Case,
  type CaseOptions,
} from './make-case.ts';
