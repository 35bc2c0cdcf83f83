/** How a message reaches somebody: the customer by mail, admins by mail, the admins' Discord channel, other systems. */
export const noticeWays = ['customer_mail', 'admin_mail', 'discord', 'webhook'] as const;
export type NoticeWay = (typeof noticeWays)[number];
