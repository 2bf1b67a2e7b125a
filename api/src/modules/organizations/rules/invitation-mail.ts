/** Subject and text of an invitation, in both languages, because the reader's is not known yet. */
export function invitationMail(
  organization: string,
  role: string,
  url: string,
): { subject: string; text: string } {
  return {
    subject: `${organization} · Luna Passport`,
    text: [
      `${organization} invites you to Luna Passport, as ${role}.`,
      'Open this link within seven days, sign in or make an account with this e-mail address:',
      '',
      `${organization} 邀请您加入 Luna Passport，角色：${role}。`,
      '请在七天内打开以下链接，并使用此邮箱登录或注册：',
      '',
      url,
      '',
    ].join('\n'),
  };
}
