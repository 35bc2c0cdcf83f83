import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { listStatements } from '../../services/statements/list-statements.ts';
import { monthlyStatement } from '../../services/statements/monthly-statement.ts';
import { statementCsv } from '../../services/statements/statement-csv.ts';
import { statementPdf } from '../../services/statements/statement-pdf.ts';

export function mountStatements(router: Router): void {
  mount(router, api.statements.months, listStatements);
  mount(router, api.statements.get, monthlyStatement);
  mount(router, api.statements.csv, statementCsv);
  mount(router, api.statements.pdf, statementPdf);
}
