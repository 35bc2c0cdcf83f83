import type { Request } from 'express';
import type { z } from 'zod';
import { type Endpoint, pathNames } from '#shared/api/endpoint.ts';
import type { FieldProblem } from '#shared/api/errors.ts';
import { AppError } from '../errors.ts';
import { fieldProblems } from './field-problems.ts';

/**
 * The input of a row: names of its path from the path, the others from the query or the JSON body, judged by
 * its schema. Throws 'invalid_input' with every problem under its field.
 */
export function readInput<Input extends z.ZodObject>(
  row: Endpoint<Input, z.ZodType>,
  request: Request,
): z.output<Input> {
  const given = (hasBody(row) ? request.body : request.query) as Record<string, unknown>;
  const problems = [...givenTwice(row, given), ...unstorable(given)];
  const parsed = row.input.safeParse({ ...given, ...request.params });
  if (!parsed.success) problems.push(...fieldProblems(parsed.error.issues));
  if (!parsed.success || problems.length > 0) {
    throw new AppError('invalid_input', sentence(problems), { fields: problems });
  }
  return parsed.data;
}

/** Whether a row's input travels in a body rather than in the query. */
export function hasBody(row: Pick<Endpoint, 'method'>): boolean {
  return row.method === 'POST' || row.method === 'PUT';
}

function sentence(problems: FieldProblem[]): string {
  const [first] = problems;
  if (!first || problems.length > 1) return `${problems.length} values cannot be used.`;
  return first.path === '' ? first.message : `${first.path}: ${first.message}`;
}

// Two values for one name: whichever won, the other would have been believed in vain.
function givenTwice(row: Endpoint, given: Record<string, unknown>): FieldProblem[] {
  return pathNames(row.path)
    .filter((name) => Object.hasOwn(given, name))
    .map((name) => ({ path: name, message: 'This is given by the address already' }));
}

/** Texts that PostgreSQL cannot keep: with U+0000, or half a character, which no JSON of its may hold. */
function unstorable(value: unknown, path = ''): FieldProblem[] {
  if (typeof value === 'string') {
    const [character] = /[\0\p{Surrogate}]/u.exec(value) ?? [];
    if (character === undefined) return [];
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return [{ path, message: `Contains a character that cannot be kept (U+${code})` }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const name = Array.isArray(value) ? `[${key}]` : key;
    return unstorable(item, path === '' || name.startsWith('[') ? `${path}${name}` : `${path}.${name}`);
  });
}
