/** Of the evidence file (docs/spec/evidence.md); ours alone, in the tree for vendors. */
export const EVIDENCE_TYPE = 'application/vnd.luna.evidence+json';
