import { FINDINGS_ZH } from './findings-zh.ts';
import type { Details, Texts } from './texts.ts';

const because = (reason: string | undefined): string => (reason === undefined ? '' : `：${reason}`);
const then = (text: string | undefined): string => (text === undefined ? '' : ` · ${text}`);

/** Passport codes of the part that came out and the one that went in. */
const exchanged = (removed?: string, installed?: string): string =>
  removed === undefined && installed === undefined
    ? ''
    : ` · ${removed ?? '–'} → ${installed ?? '–'}`;

const statuses: Texts['statuses'] = {
  CREATED: '已创建',
  PROCURED: '已采购',
  IN_QC: '质检中',
  QC_PASSED: '质检合格',
  QC_FAILED: '质检不合格',
  IN_ASSEMBLY: '装配中',
  IN_TESTING: '测试中',
  TEST_PASSED: '测试合格',
  TEST_FAILED: '测试不合格',
  PACKAGED: '已包装',
  IN_TRANSIT: '运输中',
  DELIVERED: '已交付',
  IN_SERVICE: '使用中',
  MAINTENANCE: '维护中',
  DECOMMISSIONED: '已停用',
  RETIRED: '已报废',
};
const flags: Texts['flags'] = { RECALLED: '已召回', STOLEN: '已报失窃', MISSING: '已报遗失' };
const severities = { info: '备注', warning: '警告', error: '错误', failure: '故障' };
const results = { pass: '合格', fail: '不合格' };
const fields = {
  manufacturer: '制造商',
  model: '型号',
  serialNumber: '序列号',
  manufacturedAt: '制造年月',
  name: '名称',
  gtin: 'GTIN',
  giai: 'GIAI',
};

const details: Details = {
  'passport.created': ({ manufacturer, model, serialNumber }) =>
    `${manufacturer} ${model}，序列号 ${serialNumber}`,
  'passport.taken_over': ({ status, reason }) => `${statuses[status]}${because(reason)}`,
  'passport.status_changed': ({ from, to, reason }) =>
    `${statuses[from]} → ${statuses[to]}${because(reason)}`,
  'passport.part_replaced': ({ part, removed, installed, reason, work }) =>
    `${part}${exchanged(removed, installed)}${then(work)}${then(reason)}`,
  'passport.noted': ({ severity, text, topic }) => `${severities[severity]}：${text}${then(topic)}`,
  'passport.amended': ({ changes }) =>
    changes
      .map(({ field, from, to }) => `${fields[field]}：${from ?? '–'} → ${to ?? '–'}`)
      .join('，'),
  'passport.located': ({ place, country }) => `${place}${then(country)}`,
  'passport.transferred': ({ reference }) => reference ?? '',
  'passport.serviced': ({ work, order }) => `${work}${then(order)}`,
  'passport.inspected': ({ result, report }) => `${results[result]}${because(report)}`,
  'passport.tested': ({ test, result, report }) => `${test} ${results[result]}${because(report)}`,
  'passport.measured': ({ quantity, readings }) => `${quantity}，${readings} 个读数`,
  'passport.document_attached': ({ name, mediaType }) => `${name}${then(mediaType)}`,
  'passport.document_published': ({ cid }) => cid,
  'passport.flagged': ({ flag, raised, reason }) =>
    `${flags[flag]}${raised ? '' : '（已解除）'}${because(reason)}`,
  'passport.corrected': ({ corrects, reason }) => `第 ${corrects.position} 条${because(reason)}`,
  'audit.acted': ({ act }) => act,
  'payload.erased': ({ erases, reason }) => `第 ${erases.position} 条${because(reason)}`,
};

/** Simplified Chinese. */
export const zh: Texts = {
  language: 'zh-CN',
  title: (code) => `${code} · Luna Passport 设备护照`,
  skip: '跳到结论',
  chooseLanguage: '语言',
  passport: '设备护照',
  chain: (chainId) =>
    ({ 137: ' Polygon ', 80002: ' Polygon 测试网', 31337: '开发链' })[chainId] ?? `链 ${chainId} `,
  developmentChain: '开发链仅供试用，对他人不构成任何证明。',
  checking: '正在检查',
  stages: {
    configuration: '正在启动',
    download: '正在获取证据',
    checks: '正在您的浏览器中对照区块链检查',
  },
  received: (bytes) => `已接收 ${bytes}`,
  verdicts: {
    VERIFIED: () => '已验证',
    VERIFIED_UNTIL: (asOf) => `验证至 ${asOf}`,
    MISMATCH: () => '不相符',
    REVOKED: () => '锚定已撤回',
    UNKNOWN: () => '设备未知',
    CANNOT_CHECK_NOW: () => '目前无法检查',
  },
  verdictLeads: {
    VERIFIED: ({ chain }) => `此历史逐条相连、未被改动，并已锚定在${chain}上。`,
    VERIFIED_UNTIL: ({ chain, pending }) =>
      `截至该时间，此历史逐条相连、未被改动，并已锚定在${chain}上。另有 ${pending} 条较新的条目等待锚定。`,
    MISMATCH: () => '本页收到的内容与日志所存不符。请勿采信。',
    REVOKED: () => '历史本身完整，但它所依据的锚定已被撤回。请索取更新的证据。',
    UNKNOWN: () => '证据没有公开它说明的是哪台设备。',
    CANNOT_CHECK_NOW: () => '没有任何迹象对此护照不利，但也没有得到证明。请稍后再试。',
  },
  newerNotExcluded: '不排除有更新的条目',
  asOf: '截至',
  since: '记录始于',
  entries: (anchored, pending) =>
    pending === 0 ? `${anchored} 条` : `${anchored} 条，另有 ${pending} 条待锚定`,
  device: '设备',
  serialNumber: '序列号',
  model: '型号',
  manufacturer: '制造商',
  manufactured: '制造年月',
  origin: '产地',
  status: '状态',
  statusUnknown: '在此无法得知',
  code: '护照编码',
  comparePlate: '请将序列号与机器铭牌核对：二维码可能被复制。',
  asClaimed: '以下为所收文件的说法，该文件未通过检查。',
  noDevice: '铭牌数据未公开，或不可采信。',
  statuses,
  flags,
  flagAdvice: '在购买、搬运或使用此设备之前，请先询问所有者或制造商。',
  notProven: '这不能证明什么',
  notProvenLead: '即使历史已验证，以下各点仍未证明：',
  notProvenItems: {
    NEWER_ENTRIES: () => '上述时间之后没有新的记录：不排除有更新的条目。',
    DEVICE_IN_FRONT: () => '您面前的设备就是这一台：请核对序列号与铭牌。',
    TRUTH_OF_RECORDS: () => '记录的内容属实：能证明的是它在当时被记录且未被改动。',
    OTHER_BRANCH: () => '日志中没有此护照的第二份历史：需审计整个日志才能得知。',
    PENDING_ENTRIES: (count) => `有 ${count} 条已记录但尚未锚定。`,
    UNDISCLOSED_PAYLOADS: (count) => `有 ${count} 条的内容未向您公开。`,
    ABSENT_DOCUMENTS: (count) => `有 ${count} 份文件未随证据提供。`,
    TRANSACTION_AND_MANIFEST: () => '锚定的交易和清单：其收据已不再保存。',
  },
  checks: '检查项',
  checksLead: (passed, total) => `${total} 项中有 ${passed} 项通过，由您的浏览器计算。`,
  checkTitles: {
    code: '编码',
    payloads: '内容',
    history: '历史',
    inclusion: '在日志中',
    checkpoint: '日志签名',
    anchor: '链上锚定',
    time: '时间',
    documents: '文件',
  },
  checkStatuses: { pass: '通过', fail: '未通过', 'not-checked': '未检查' },
  finding: ({ code, inputs }) => FINDINGS_ZH[code](inputs),
  lookedAt: '检查所依据的数据',
  inputs: {
    code: '编码',
    asked: '所询问的编码',
    stream: '流',
    serialNumber: '序列号',
    position: '位置',
    disclosed: '已公开',
    total: '条目数',
    entries: '已锚定条目',
    pending: '待锚定条目',
    leaf: '叶子',
    index: '编号',
    size: '日志大小',
    steps: '证明步数',
    origin: '日志',
    root: '根',
    keys: '密钥',
    chainId: '链',
    contract: '合约',
    time: '区块时间',
    tx: '交易',
    block: '区块',
    finalizedBlock: '最新的最终区块',
    anchorTime: '锚定时间',
    newestRecordedAt: '最新条目的记录时间',
    present: '文件内',
    named: '所提到的',
    sha256: 'SHA-256',
    mediaType: '类型',
    length: '字节数',
  },
  history: '历史记录',
  historyLead: '最新的在前。',
  showAll: (count) => `显示全部 ${count} 条`,
  position: (position) => `第 ${position} 条`,
  kinds: {
    'passport.created': '创建护照',
    'passport.taken_over': '连同既往历史接管',
    'passport.status_changed': '状态变更',
    'passport.part_replaced': '更换部件',
    'passport.noted': '备注',
    'passport.amended': '数据更正',
    'passport.located': '所在地',
    'passport.transferred': '所有权转移',
    'passport.serviced': '保养',
    'passport.inspected': '检验',
    'passport.tested': '测试',
    'passport.measured': '测量',
    'passport.document_attached': '附加文件',
    'passport.document_published': '公开文件',
    'passport.flagged': '警示',
    'passport.corrected': '更正',
    'audit.acted': '操作记录',
    'payload.erased': '内容已删除',
  },
  details,
  recordedLate: (duration) => `${duration}后记录`,
  withheld: '未向公众公开',
  erased: '已应要求删除',
  unreadable: '本页不认识的类型',
  refused: '与记录不符',
  pending: '尚未锚定',
  checkYourself: '自行检查',
  checkYourselfLead: '请保存证据。它可以在任何电脑上对照区块链检查，无需我们的服务器。',
  download: '下载证据',
  command: '命令行',
  copy: '复制',
  copied: '已复制',
  again: '重新检查',
  problems: {
    CODE_MALFORMED: {
      title: '不是护照编码',
      lead: '护照编码的格式如 DP-MED-2601-PF-CN-000001-0A。',
    },
    CODE_MISTYPED: { title: '不是护照编码', lead: '末尾的校验字符不符：可能有一个字符输错。' },
    PASSPORT_UNKNOWN: {
      title: '未知护照',
      lead: '这里没有此编码的护照。编码可能输错，或者标签可能不是真的。',
    },
    NOT_ANCHORED_YET: {
      title: '目前无法检查',
      lead: '此护照已记录，但尚无最终确认的锚定。请一分钟后再试。',
    },
    RECORDS_UNREACHABLE: {
      title: '目前无法检查',
      lead: '无法连接记录服务器。这不说明设备的任何情况。请在联网后再试。',
    },
    RECORDS_BUSY: {
      title: '目前无法检查',
      lead: '记录服务器没有正常回答。这不说明设备的任何情况。请一分钟后再试。',
    },
    CONFIGURATION_UNUSABLE: {
      title: '目前无法检查',
      lead: '本页不知道应信任哪条链和哪个日志。这不说明设备的任何情况。',
    },
    EVIDENCE_REFUSED: {
      title: '证据被拒绝',
      lead: '本页收到的不是它能完整读取的证据文件，因此未作判断。请勿采信。',
    },
    PAGE_BROKEN: {
      title: '目前无法检查',
      lead: '检查因本页的故障而中止。这不说明设备的任何情况。',
    },
  },
  technical: '技术细节',
  enterCode: '哪一台设备？',
  enterCodeLead: '扫描机器上的二维码，或输入其下方的编码。',
  codeLabel: '护照编码',
  show: '查看护照',
  footer: (time, server) => `由您的浏览器于 ${time} 对照 ${server} 检查。`,
};
