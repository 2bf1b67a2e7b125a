import type { CheckInputs, Finding } from '@luna/evidence';

type Sentence = (inputs: CheckInputs) => string;

const at = (inputs: CheckInputs, key: string): string | number => inputs[key] ?? '';

/** The outcome of every check in Chinese; English sentences come with the checks. */
export const FINDINGS_ZH: Readonly<Record<Finding, Sentence>> = {
  CODE_MATCHES: (i) =>
    `所有条目都属于 ${at(i, 'code')}，该护照为序列号 ${at(i, 'serialNumber')} 创建。`,
  CODE_REST_MATCHES: () => '其他检查未拒绝的部分都属于此编码。',
  CODE_MALFORMED: () => '这不是有效的护照编码。',
  CODE_NOT_ASKED_FOR: (i) => `文件说明的是 ${at(i, 'code')}，而不是 ${at(i, 'asked')}。`,
  CODE_OTHER_STREAM: (i) => `第 ${at(i, 'position')} 条属于另一本护照。`,
  CODE_NOT_CREATED_FIRST: () => '历史不是从创建护照开始的。',
  CODE_OTHER_DEVICE: () => '该护照是为另一编码创建的，或铭牌数据无法读取。',
  CODE_CREATED_NOT_DISCLOSED: () => '所有条目都属于此编码，但铭牌数据未公开。',
  PAYLOADS_MATCH: (i) => `全部 ${at(i, 'total')} 条内容与记录一致。`,
  PAYLOAD_MISMATCH: (i) => `第 ${at(i, 'position')} 条显示的内容与记录不符。`,
  PAYLOADS_PARTLY_DISCLOSED: (i) =>
    `${at(i, 'total')} 条中公开了 ${at(i, 'disclosed')} 条，公开部分与记录一致。`,
  HISTORY_LINKED: (i) =>
    `第 1 至 ${Number(at(i, 'entries')) + Number(at(i, 'pending'))} 条齐全，逐条相连。`,
  HISTORY_ENTRY_UNREADABLE: (i) => `第 ${at(i, 'position')} 条无法由本程序读取。`,
  HISTORY_POSITION_MISSING: (i) => `缺少第 ${at(i, 'position')} 条。`,
  HISTORY_LINK_BROKEN: (i) => `第 ${at(i, 'position')} 条与它之前的条目不相连。`,
  HISTORY_POSITION_WRONG: (i) => `第 ${at(i, 'position')} 条标明的位置与其次序不符。`,
  INCLUSION_PROVEN: (i) =>
    `最新条目是共 ${at(i, 'size')} 条的日志中的第 ${at(i, 'index')} 号叶子。`,
  INCLUSION_NOT_PROVEN: () => '这里给出的最新条目不在已锚定的日志中。',
  CHECKPOINT_SIGNED: (i) => `由日志 ${at(i, 'origin')} 用此处固定的密钥签名。`,
  CHECKPOINT_UNREADABLE: () => '检查点不是有效的签名文本。',
  CHECKPOINT_OTHER_ORIGIN: (i) => `检查点属于另一个日志：${at(i, 'origin')}。`,
  CHECKPOINT_KEY_NOT_PINNED: () => '检查点没有由此处固定的密钥签名。',
  CHECKPOINT_SIGNATURE_WRONG: () => '检查点的签名不正确。',
  CHECKPOINT_KEY_NOT_VALID: () => '合约不允许该签名密钥为此大小的检查点签名。',
  CHECKPOINT_OTHER_ROOT: () => '检查点有签名，但说明的是另一棵树。',
  CHECKPOINT_NO_ED25519: () => '此浏览器在这里无法验证 Ed25519 签名。',
  ANCHOR_FINALISED: (i) => `已锚定在第 ${at(i, 'block')} 号区块，并已最终确认。`,
  ANCHOR_IN_RING: () => '收据已不再保存，但合约本身仍存有此检查点。交易和清单未得到确认。',
  ANCHOR_OTHER_CHAIN: (i) => `文件指明的是链 ${at(i, 'chainId')}，此日志锚定在另一条链上。`,
  ANCHOR_OTHER_ROOT: () => '文件指明的锚定属于另一棵树，与证明不符。',
  ANCHOR_OTHER_CONTRACT: () => '该合约既不是受信任的合约，也不是它的继任者。',
  ANCHOR_NOT_IN_TRANSACTION: () => '所指明的交易没有进行此锚定。',
  ANCHOR_NOT_FOUND: () => '合约在此编号下存有另一个检查点。',
  ANCHOR_OTHER_VALUES: () => '该交易锚定的是别的内容。',
  ANCHOR_OTHER_TIME: () => '锚定的时间与文件所述不符。',
  ANCHOR_OTHER_MANIFEST: () => '清单不是被锚定的那一份。',
  ANCHOR_WITHDRAWN: () => '此锚定已被撤回：它的合约在此之前已终止。',
  ANCHOR_NOT_FINAL: () => '锚定已在链上，但尚未最终确认。',
  ANCHOR_PRUNED: () =>
    '链服务器已不保存收据，该锚定也不在最新的 256 个之中。请询问保存旧收据的服务器。',
  CHAIN_NOT_ASKED: () => '没有可询问的链。',
  CHAIN_IS_ANOTHER: () => '该服务器属于另一条链。',
  CHAIN_WITHOUT_CONTRACT: () => '在这条链上没有受信任的合约。',
  CHAIN_UNREACHABLE: () => '无法连接链服务器。',
  CHAIN_TIMEOUT: () => '链服务器没有及时回答。',
  CHAIN_REFUSED: () => '链服务器拒绝了询问。',
  CHAIN_ANSWER_INVALID: () => '链服务器没有给出有效的回答。',
  TIME_BEFORE_ANCHOR: () => '每个已锚定的条目都在锚定它的区块之前记录。',
  TIME_AFTER_ANCHOR: (i) => `第 ${at(i, 'position')} 条自称在锚定之后才记录。`,
  TIME_DECREASES: (i) => `第 ${at(i, 'position')} 条自称早于它前面的条目。`,
  TIME_ANCHOR_UNKNOWN: () => '锚定时间未得到确认，无从比较。',
  DOCUMENTS_MATCH: (i) => `全部 ${at(i, 'named')} 份文件与记录一致。`,
  DOCUMENTS_NONE: () => '公开的条目没有提到任何文件。',
  DOCUMENT_MISMATCH: () => '有一份文件与记录不符。',
  DOCUMENT_NOT_NAMED: () => '文件中含有一份没有任何公开条目提到的文件。',
  DOCUMENTS_PARTLY_PRESENT: (i) =>
    `${at(i, 'named')} 份文件中有 ${at(i, 'present')} 份在内，且与记录一致。`,
};
