import type { Router } from 'express';
import { api } from '#shared/api/index.ts';
import { mount } from '../../http/mount.ts';
import { explainOwnCharge } from '../../services/account/explain-own-charge.ts';
import { listOwnCharges } from '../../services/account/list-own-charges.ts';
import { listOwnServers } from '../../services/account/list-own-servers.ts';
import { listOwnTransactions } from '../../services/account/list-own-transactions.ts';
import { readAccount } from '../../services/account/read-account.ts';
import { topUpOwnWallet } from '../../services/account/top-up-own-wallet.ts';
import { customerOf } from '../../services/customer-links/customer-of.ts';
import { listStatements } from '../../services/statements/list-statements.ts';
import { statementCsv } from '../../services/statements/statement-csv.ts';
import { statementPdf } from '../../services/statements/statement-pdf.ts';

export function mountAccount(router: Router): void {
  mount(router, api.account.get, readAccount);
  mount(router, api.account.topUp, topUpOwnWallet);
  mount(router, api.account.servers, listOwnServers);
  mount(router, api.account.charges, listOwnCharges);
  mount(router, api.account.explain, explainOwnCharge);
  mount(router, api.account.transactions, listOwnTransactions);
  mount(router, api.account.statements, (ctx) => listStatements(ctx, { id: customerOf(ctx) }));
  mount(router, api.account.statementCsv, (ctx, { month }) =>
    statementCsv(ctx, { id: customerOf(ctx), month }),
  );
  mount(router, api.account.statementPdf, (ctx, { month }) =>
    statementPdf(ctx, { id: customerOf(ctx), month }),
  );
}
