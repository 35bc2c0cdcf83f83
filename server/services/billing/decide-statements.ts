import { type ServerFacts, type Statement, statementFor } from '#shared/billing/statement.ts';
import type { Cohort, ServerList } from './cohort.ts';
import { onlyOne } from './server-lists.ts';

/** What these servers owe, each of them. */
export interface Decision {
  servers: ServerList;
  /** Of one of them, where there are several. */
  facts: ServerFacts;
  statement: Statement;
}

/** Servers whose facts the engine cannot bill: what it said of them. */
export interface Refusal {
  servers: ServerList;
  /** One of them, where there are several. */
  serverId: number;
  since: number;
  detail: string;
}

export interface Decided {
  decisions: Decision[];
  refusals: Refusal[];
}

interface Undecided {
  servers: ServerList;
  facts: ServerFacts;
}

/** Each cohort and each other server with its facts, for `decideStatements`. */
export function undecided(
  cohorts: readonly Cohort[],
  { ofCohorts, ofOthers }: { ofCohorts: readonly ServerFacts[]; ofOthers: readonly ServerFacts[] },
): Undecided[] {
  const alike = cohorts.map(({ servers }, index) => ({ servers, facts: ofCohorts[index] as ServerFacts }));
  return alike.concat(ofOthers.map((facts) => ({ servers: onlyOne(facts.serverId), facts })));
}

/** In memory, one by one. One whose facts make no sense is refused alone: it never stops the others. */
export function decideStatements(all: readonly Undecided[], until: number): Decided {
  const decided: Decided = { decisions: [], refusals: [] };
  for (const { servers, facts } of all) {
    try {
      decided.decisions.push({ servers, facts, statement: statementFor(facts, until) });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      decided.refusals.push({ servers, serverId: facts.serverId, since: facts.billedUntil, detail });
    }
  }
  return decided;
}
