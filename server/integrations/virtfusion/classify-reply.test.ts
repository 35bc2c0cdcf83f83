import { expect, test } from 'vitest';
import { errorsOf, jsonOf, outcomeOf } from './classify-reply.ts';

const gone = { msg: 'server not found' };

test.each`
  status | kind        | body                               | outcome           | because
  ${200} | ${'plain'}  | ${{}}                              | ${'ok'}           | ${''}
  ${201} | ${'plain'}  | ${undefined}                       | ${'ok'}           | ${'most PUTs'}
  ${204} | ${'server'} | ${undefined}                       | ${'ok'}           | ${''}
  ${404} | ${'server'} | ${gone}                            | ${'gone'}         | ${'the exact words'}
  ${404} | ${'power'}  | ${gone}                            | ${'gone'}         | ${'a server too'}
  ${404} | ${'plain'}  | ${gone}                            | ${'notFound'}     | ${'said of something else'}
  ${404} | ${'server'} | ${{ msg: 'Server not found' }}     | ${'notFound'}     | ${'not the exact words'}
  ${404} | ${'server'} | ${{ message: 'server not found' }} | ${'notFound'}     | ${'not in msg'}
  ${404} | ${'server'} | ${[gone]}                          | ${'notFound'}     | ${'not at the top'}
  ${404} | ${'server'} | ${undefined}                       | ${'notFound'}     | ${'a proxy may say that'}
  ${410} | ${'server'} | ${gone}                            | ${'unknown'}      | ${'no 404'}
  ${401} | ${'plain'}  | ${undefined}                       | ${'unauthorized'} | ${''}
  ${403} | ${'plain'}  | ${undefined}                       | ${'forbidden'}    | ${''}
  ${409} | ${'plain'}  | ${{}}                              | ${'conflict'}     | ${''}
  ${422} | ${'plain'}  | ${{}}                              | ${'invalid'}      | ${''}
  ${423} | ${'server'} | ${undefined}                       | ${'locked'}       | ${''}
  ${429} | ${'plain'}  | ${undefined}                       | ${'rateLimited'}  | ${''}
  ${503} | ${'power'}  | ${undefined}                       | ${'maintenance'}  | ${'the hypervisor'}
  ${503} | ${'server'} | ${undefined}                       | ${'unknown'}      | ${'the panel itself'}
  ${503} | ${'plain'}  | ${undefined}                       | ${'unknown'}      | ${'the panel itself'}
  ${500} | ${'plain'}  | ${undefined}                       | ${'unknown'}      | ${''}
  ${302} | ${'plain'}  | ${undefined}                       | ${'unknown'}      | ${'never followed'}
  ${400} | ${'plain'}  | ${undefined}                       | ${'unknown'}      | ${'not documented'}
`('$status on a $kind route is $outcome $because', ({ status, kind, body, outcome }) => {
  expect(outcomeOf(status, kind, body)).toBe(outcome);
});

test.each`
  body                                                        | errors
  ${'{"errors":["Invalid or disabled firewall ruleset"]}'}    | ${['Invalid or disabled firewall ruleset']}
  ${'{"errors":{"name":["too short"],"delay":["too long"]}}'} | ${['name: too short', 'delay: too long']}
  ${'{"errors":["first"],"msg":"second","message":"third"}'}  | ${['first']}
  ${'{"msg":"second","message":"third"}'}                     | ${['second']}
  ${'{"message":"Too Many Attempts."}'}                       | ${['Too Many Attempts.']}
  ${'{"errors":[],"message":"third"}'}                        | ${['third']}
  ${'401 Unauthorized'}                                       | ${['401 Unauthorized']}
  ${'<!DOCTYPE html><html>Whoops</html>'}                     | ${[]}
  ${''}                                                       | ${[]}
  ${'{}'}                                                     | ${[]}
  ${'null'}                                                   | ${[]}
  ${'[]'}                                                     | ${[]}
`('of $body the errors are $errors', ({ body, errors }) => {
  const reply = { status: 422, headers: {}, body };
  expect(errorsOf(reply, jsonOf(reply))).toEqual(errors);
});

test('a reply cannot write lines of its own into the log, nor fill it', () => {
  const body = JSON.stringify({
    errors: [`first\nINFO all is well\u2028\u0000\u001b[2J`, 'x'.repeat(5_000)],
  });
  const [first, second] = errorsOf({ status: 422, headers: {}, body }, JSON.parse(body));
  expect(first).toBe('first INFO all is well [2J');
  expect(second).toHaveLength(301);
});

test('ten errors are enough', () => {
  const body = JSON.stringify({ errors: Array.from({ length: 50 }, (_, at) => `error ${at}`) });
  expect(errorsOf({ status: 422, headers: {}, body }, JSON.parse(body))).toHaveLength(10);
});
