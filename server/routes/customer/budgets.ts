import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { readBudget } from '../../services/budgets/read-budget.ts';
import { removeBudget } from '../../services/budgets/remove-budget.ts';
import { saveBudget } from '../../services/budgets/save-budget.ts';

export function mountBudgets(router: Router): void {
  mount(router, api.budgets.get, readBudget);
  mount(router, api.budgets.save, saveBudget);
  mount(router, api.budgets.remove, removeBudget);
}
