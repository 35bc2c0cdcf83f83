import type { z } from 'zod';
import type { FieldProblem } from '#shared/api/errors.ts';

/** A schema's complaints, each under the field as the request spelled it: 'settings.capHours', 'rates[0].price'. */
export function fieldProblems(issues: readonly z.core.$ZodIssue[]): FieldProblem[] {
  return issues.flatMap((issue): FieldProblem[] => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ path: spelled(issue.path), message: issue.message }];
    }
    return issue.keys.map((key) => ({
      path: spelled([...issue.path, key]),
      message: 'There is no such field here',
    }));
  });
}

function spelled(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
