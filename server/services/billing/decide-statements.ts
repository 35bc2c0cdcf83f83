import { type ServerFacts, type Statement, statementFor } from '#shared/billing/statement.ts';

export interface Decision {
  facts: ServerFacts;
  statement: Statement;
}

/** A server whose facts the engine cannot bill: what it said of them. */
export interface Refusal {
  serverId: number;
  since: number;
  detail: string;
}

export interface Decided {
  decisions: Decision[];
  refusals: Refusal[];
}

/** Server by server, in memory. One whose facts make no sense is refused alone: it never stops the others. */
export function decideStatements(facts: readonly ServerFacts[], until: number): Decided {
  const decided: Decided = { decisions: [], refusals: [] };
  for (const server of facts) {
    try {
      decided.decisions.push({ facts: server, statement: statementFor(server, until) });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      decided.refusals.push({ serverId: server.serverId, since: server.billedUntil, detail });
    }
  }
  return decided;
}
