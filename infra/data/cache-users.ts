import { User, UserGroup } from "@pulumi/aws/elasticache";
import type * as pulumi from "@pulumi/pulumi";
import type { CacheUserArgs } from "./cache-args";
import { CacheEngine } from "./cache-engines";

const ORDINARY = "on ~* +@all -@dangerous -@admin";

/** What users are made from. */
export interface CacheUsersInput {
  readonly name: string;
  readonly stack: string;
  readonly engine: CacheEngine;
  readonly users: Record<string, CacheUserArgs>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly options: pulumi.CustomResourceOptions;
}

/** Makes users that come in with an IAM role, and the group that admits them to a cache. */
export function createCacheUsers(input: CacheUsersInput): { group: UserGroup; users: Map<string, User> } {
  const { name, stack, engine, options, tags } = input;
  const users = new Map<string, User>();
  for (const [user, { accessString }] of Object.entries(input.users)) {
    // IAM wants a user whose name is its id: docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
    const id = `${stack}-${name}-${user}`;
    users.set(
      user,
      new User(
        `${name}-user-${user}`,
        {
          engine,
          userId: id,
          userName: id,
          accessString: accessString ?? ORDINARY,
          authenticationMode: { type: "iam" },
          tags: tags(`${name}-user-${user}`),
        },
        options,
      ),
    );
  }
  // Redis wants a user "default" in each group, which clients are that give no name; this one is off and may do nothing.
  const nobody =
    engine === CacheEngine.Redis
      ? new User(
          `${name}-nobody`,
          {
            engine,
            userId: `${stack}-${name}-nobody`,
            userName: "default",
            accessString: "off -@all",
            authenticationMode: { type: "no-password-required" },
            tags: tags(`${name}-nobody`),
          },
          options,
        )
      : undefined;
  const members = [...users.values(), ...(nobody ? [nobody] : [])];
  const group = new UserGroup(
    `${name}-users`,
    {
      engine,
      userGroupId: `${stack}-${name}`,
      userIds: members.map(({ userId }) => userId),
      tags: tags(`${name}-users`),
    },
    options,
  );
  return { group, users };
}
