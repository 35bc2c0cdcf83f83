import type { Currency, Hypervisor, HypervisorGroup, Instant, Package, Token, User } from './entities.ts';

/** Rows by id; an added row takes the id it brings, or the next free one. */
export class Rows<Row extends { id: number }> {
  readonly #rows = new Map<number, Row>();
  #nextId = 1;

  add(row: Omit<Row, 'id'> & { id?: number }): Row {
    const added = { ...row, id: row.id ?? this.#nextId } as Row;
    if (this.#rows.has(added.id)) throw new Error(`id ${added.id} is taken`);
    this.#nextId = Math.max(this.#nextId, added.id + 1);
    this.#rows.set(added.id, added);
    return added;
  }

  find(id: number): Row | undefined {
    return this.#rows.get(id);
  }

  /** @throws Error when there is no such row. */
  get(id: number): Row {
    const row = this.#rows.get(id);
    if (!row) throw new Error(`there is no row ${id}`);
    return row;
  }

  remove(id: number): void {
    this.#rows.delete(id);
  }

  all(): Row[] {
    return [...this.#rows.values()].sort((a, b) => a.id - b.id);
  }
}

type Given<Row> = Partial<Row> & { created?: Date | Instant };

/** Everything of a panel that is not a server: who, with what, and on which machines. */
export class Directory {
  readonly users = new Rows<User>();
  readonly packages = new Rows<Package>();
  readonly groups = new Rows<HypervisorGroup>();
  readonly hypervisors = new Rows<Hypervisor>();
  readonly currencies = new Rows<Currency>();
  readonly tokens = new Map<string, Token>();
  readonly #usersByExt = new Map<number, User>();
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  /** `extRelationId` is null unless given, as for users made by hand in the panel. */
  addUser(given: Omit<Given<User>, 'created'> & { name: string; email: string; created?: Date }): User {
    const created = given.created?.getTime() ?? this.#now();
    const fresh = {
      admin: false,
      extRelationId: null,
      relationStrings: [],
      selfService: 0,
      suspended: false,
    };
    const plain = { selfServiceHourlyCredit: false, timezone: 'Europe/London', updated: created };
    const user = this.users.add({ ...fresh, ...plain, ...given, created });
    if (user.extRelationId !== null) this.#usersByExt.set(user.extRelationId, user);
    return user;
  }

  userByExt(extRelationId: number): User | undefined {
    return this.#usersByExt.get(extRelationId);
  }

  userByRelation(relation: string): User | undefined {
    return this.users.all().find((user) => user.relationStrings.includes(relation));
  }

  /** Links a user to another system's id, or to none. */
  relate(user: User, extRelationId: number | null): void {
    if (user.extRelationId !== null) this.#usersByExt.delete(user.extRelationId);
    user.extRelationId = extRelationId;
    if (extRelationId !== null) this.#usersByExt.set(extRelationId, user);
  }

  removeUser(user: User): void {
    this.relate(user, null);
    this.users.remove(user.id);
  }

  addPackage(
    given: Omit<Given<Package>, 'created'> & {
      name: string;
      resources: Package['resources'];
      created?: Date;
    },
  ): Package {
    const created = given.created?.getTime() ?? this.#now();
    const fresh = { description: null, enabled: true, networkIn: 0, networkOut: 0, tokenValue: 0 };
    return this.packages.add({ ...fresh, ...given, created });
  }

  addGroup(given: { id?: number; name: string }): HypervisorGroup {
    return this.groups.add({ enabled: true, created: this.#now(), ...given });
  }

  addHypervisor(given: Partial<Omit<Hypervisor, 'created'>> & { name: string; groupId: number }): Hypervisor {
    const fresh = { ip: '192.168.4.2', maintenance: false, answers: true, created: this.#now() };
    return this.hypervisors.add({ ...fresh, ...given });
  }

  addCurrency(given: Partial<Currency> & { code: string; value: string }): Currency {
    const first = this.currencies.all().length === 0;
    return this.currencies.add({ prefix: '', suffix: null, default: first, enabled: true, ...given });
  }

  /** All permissions, no limit and no expiry unless given. */
  addToken(given: Partial<Token> & { token: string }): Token {
    const token: Token = {
      permissions: 'all',
      except: [],
      requestsPerMinute: null,
      expires: null,
      allowedAddresses: null,
      ...given,
    };
    this.tokens.set(token.token, token);
    return token;
  }
}
