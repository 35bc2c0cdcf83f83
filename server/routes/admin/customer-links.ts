import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { issueCustomerLink } from '../../services/customer-links/issue-customer-link.ts';
import { listCustomerLinks } from '../../services/customer-links/list-customer-links.ts';
import { revokeCustomerLink } from '../../services/customer-links/revoke-customer-link.ts';

export function mountCustomerLinks(router: Router): void {
  mount(router, api.customerLinks.list, listCustomerLinks);
  mount(router, api.customerLinks.issue, issueCustomerLink);
  mount(router, api.customerLinks.revoke, revokeCustomerLink);
}
